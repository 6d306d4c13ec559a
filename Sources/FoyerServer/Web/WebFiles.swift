import Crypto
import FoundationEssentials
import FoyerAPI
import FoyerAssets
import HTTPTypes
import Hummingbird
import NIOCore

/// The web's files: embedded, or from a folder while they are being written.
struct WebFiles: Sendable {
    private struct File {
        let body: ByteBuffer
        let tag: String

        func variant(_ name: String) -> File {
            File(body: body, tag: WebFiles.tag(of: Array("\(tag) \(name)".utf8)))
        }
    }

    private let folder: String?
    private let embedded: [String: File]
    /// Names all embedded files in their present state; empty for a folder's.
    let tag: String

    init(folder: String?) {
        self.folder = folder
        guard folder == nil else {
            embedded = [:]
            tag = ""
            return
        }
        let texts = Assets.webPaths.compactMap { path in Assets.web(path).map { (path, $0) } }
        var all = SHA256()
        for (_, text) in texts { all.update(data: Array(text.utf8)) }
        let tag = Self.text(of: all.finalize())
        self.tag = tag
        embedded = Dictionary(
            uniqueKeysWithValues: texts.map { path, text in
                let text = path.hasSuffix(".html") ? Self.tagged(text, tag) : text
                return (
                    path, File(body: ByteBuffer(string: text), tag: Self.tag(of: Array(text.utf8)))
                )
            })
    }

    /// Tells a page of which files it is: it renews itself once the server has others.
    private static func tagged(_ page: String, _ tag: String) -> String {
        let meta = #"<meta name="foyer-web" content=""#
        return page.replacing(meta, with: meta + tag)
    }

    /// A file with its type, or `nil`. Revalidated each time by its tag, so that an upgrade shows
    /// at once.
    ///
    /// `variant` tells answers apart that differ in their headers: of one that a browser has, it
    /// keeps the policy as it was.
    func response(
        _ path: String, known tag: String?, variant: String = "", headers: HTTPFields = [:]
    ) -> Response? {
        guard let type = Self.contentType(of: path), var file = file(path) else { return nil }
        if !variant.isEmpty { file = file.variant(variant) }
        var headers = headers
        headers[.contentType] = type
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Encoding"
        headers[.eTag] = file.tag
        if tag == file.tag {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.body))
    }

    /// The text of a file; `nil` where there is none.
    func text(_ path: String) -> String? { file(path).map { String(buffer: $0.body) } }

    private func file(_ path: String) -> File? {
        guard let folder else { return embedded[path] }
        // Only names as they are in the tree: nothing leaves the folder.
        guard AddressLine.isPlainPath(path) else { return nil }
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else {
            return nil
        }
        return File(body: ByteBuffer(bytes: data), tag: Self.tag(of: Array(data)))
    }

    private static func tag(of bytes: [UInt8]) -> String {
        "\"\(text(of: SHA256.hash(data: bytes)))\""
    }

    private static func text(of hash: SHA256.Digest) -> String {
        hash.prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func contentType(of path: String) -> String? {
        let types = [
            "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
            "css": "text/css; charset=utf-8", "json": "application/json", "svg": "image/svg+xml",
            "webmanifest": "application/manifest+json",
        ]
        guard !path.hasSuffix(".test.js"), let dot = path.lastIndex(of: ".") else { return nil }
        return types[String(path[path.index(after: dot)...])]
    }
}

/// What pages may do: their own scripts and styles, nothing from elsewhere, no markup from texts.
enum ContentPolicy {
    private static let base = """
        default-src 'none'; script-src 'self'; style-src 'self'; \
        font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
        form-action 'self'; base-uri 'none'; \
        require-trusted-types-for 'script'; trusted-types foyer
        """
    /// The settings show the customer's page in a frame.
    static let console =
        base + "; img-src 'self' data:; frame-src 'self'; frame-ancestors 'none'"
    /// There a picture may come from any host: it is shown before it is published.
    static let preview = base + "; img-src 'self' data: https:; frame-ancestors 'self'"

    /// A business shows its room in a frame of its own page. Pictures come from the hosts that the
    /// room's own settings name, and from no other (decision 0018).
    static func customer(imageHosts: [String] = []) -> String {
        let sources = imageHosts.map { " https://\($0)" }.joined()
        return base + "; img-src 'self' data:\(sources); frame-ancestors *"
    }

    /// A page without scripts. Only its own style sheets and the room's colours, by their hash.
    static func plain(style: StyleText?, imageHosts: [String]) -> String {
        let colours = style.map { " \($0.source)" } ?? ""
        let sources = imageHosts.map { " https://\($0)" }.joined()
        return "default-src 'none'; style-src 'self'\(colours); img-src 'self' data:\(sources); "
            + "form-action 'self'; base-uri 'none'; frame-ancestors *"
    }

    /// A picture that is opened by itself.
    static let image = "default-src 'none'; sandbox"
}
