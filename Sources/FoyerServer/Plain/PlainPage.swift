import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// The frame of every page without scripts: the same style sheets and shapes as the customer's
/// page, and a policy under which nothing runs.
struct PlainPage {
    /// The addresses of the style sheets, as the customer's page names them.
    let sheets: [String]
    let words: PlainWords.Language
    /// The room, where the link leads to one.
    var room: Entrance?

    static func sheets(of page: String) -> [String] {
        page.matches(of: /<link rel="stylesheet" href="(?<address>[^"]+)">/).map {
            String($0.output.address)
        }
    }

    func response(
        _ status: HTTPResponse.Status = .ok, title: String, _ content: [HTML],
        headers: HTTPFields = [:]
    ) -> Response {
        let style = StyleText(room?.settings.contactForm.palette)
        let root = HTML.element(
            "html", ["lang": words.name, "dir": words.isRightToLeft ? "rtl" : "ltr"],
            [
                .element("head", [:], head(title, style)),
                .element("body", [:], [.element("main", ["id": "app"], bar + content)]),
            ])
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        let hosts = [room?.logo?.image.host].compactMap(\.self)
        headers[.contentSecurityPolicy] = ContentPolicy.plain(style: style, imageHosts: hosts)
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: HTML.page(root))))
    }

    private func head(_ title: String, _ style: StyleText?) -> [HTML] {
        let links = sheets.map { HTML.element("link", ["rel": "stylesheet", "href": $0]) }
        return [
            .element("meta", ["charset": "utf-8"]),
            .element(
                "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .element("meta", ["name": "referrer", "content": "same-origin"]),
            .element("title", text: title),
            .element(
                "link",
                ["rel": "icon", "href": "/web/shared/icon.svg", "type": "image/svg+xml"]),
        ] + links + (style.map { [.style($0)] } ?? [])
    }

    var company: String {
        guard let room else { return "" }
        let own = room.settings.contactForm.companyName
        return own.isEmpty ? room.company : own
    }

    /// Whose form this is, as on the other page.
    private var bar: [HTML] {
        guard let room else { return [] }
        let initial = company.first.map { String($0).uppercased() } ?? ""
        let logo = room.logo.map { logo in
            HTML.element(
                "img", ["src": logo.source, "alt": "", "referrerpolicy": "no-referrer"])
        }
        let sign = HTML.element(
            "span", ["class": logo == nil ? "sign" : "sign logo", "aria-hidden": "true"],
            [.element("span", text: initial)] + (logo.map { [$0] } ?? []))
        let title = HTML.element("h1", ["class": "title"], [.element("bdi", text: company)])
        return [.element("room-bar", [:], [sign, .element("div", ["class": "names"], [title])])]
    }

    /// A page that says one thing and offers what can be done.
    func notice(
        _ status: HTTPResponse.Status = .ok, headline: String, body: String, actions: [HTML] = []
    ) -> Response {
        let content = HTML.element(
            "plain-notice", ["class": "screen"],
            [
                .element(room == nil ? "h1" : "h2", text: headline), .element("p", text: body),
                .element("div", ["class": "actions"], actions),
            ])
        return response(status, title: headline, [content])
    }
}
