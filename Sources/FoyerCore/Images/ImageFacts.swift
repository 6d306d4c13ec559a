/// What a picture's bytes are, after every part of them was looked at.
package struct ImageFacts: Equatable, Sendable {
    package let kind: ImageKind
    /// Pixels, from 1 to `Limit.imageSidePixelsMax`.
    package let width: Int
    package let height: Int
}

/// The kinds that are kept and shown: pixels and nothing else, in every browser.
package enum ImageKind: String, CaseIterable, Sendable {
    case png, jpeg, webp

    package var contentType: String { "image/\(rawValue)" }
}

/// Why bytes are no picture for a room.
package enum ImageProblem: Error, Equatable, Sendable {
    case tooManyBytes(max: Int)
    /// Something else than PNG, JPEG and WebP: its name, as far as the first bytes tell it.
    case kind(String?)
    /// The bytes end before the picture does.
    case cutOff
    /// It goes on behind the picture's end: such a file is two things at once.
    case trailing
    case dimensions(width: Int, height: Int)
    /// A part that carries no pixels, or more than one picture.
    case part(String)
    /// A length, an order or a check sum is wrong.
    case damaged

    /// The rule's name, as clients see it.
    package var rule: String {
        switch self {
        case .tooManyBytes: "bytes"
        case .kind: "kind"
        case .cutOff: "cutOff"
        case .trailing: "trailing"
        case .dimensions: "dimensions"
        case .part: "part"
        case .damaged: "damaged"
        }
    }

    package var sentence: String {
        let right = "Please send one still picture as PNG, JPEG or WebP."
        return switch self {
        case .tooManyBytes(let max): "A picture holds at most \(max) bytes."
        case .kind(let name?): "This is \(name). \(right)"
        case .kind(nil): "This is no picture that is known here. \(right)"
        case .cutOff: "This picture is cut off. Please send it whole."
        case .trailing: "Something follows behind the end of this picture. Please send it alone."
        case .dimensions(let width, let height):
            "This picture has \(width) × \(height) pixels. Each side has 1 to "
                + "\(Limit.imageSidePixelsMax), and all together at most "
                + "\(Limit.imagePixelsMax)."
        case .part(let name):
            "This picture holds \(name). Please save it again with nothing but its pixels."
        case .damaged: "This picture is damaged. Please save it again."
        }
    }
}

extension ImageFacts {
    /// Reads a picture strictly: what is accepted is wholly understood, from its first byte to its
    /// last, and small enough for every browser. Pixels are not decoded.
    package init(reading bytes: [UInt8]) throws(ImageProblem) {
        guard bytes.count <= Limit.imageBytesMax else {
            throw .tooManyBytes(max: Limit.imageBytesMax)
        }
        let cursor = ByteCursor(bytes)
        if cursor.begins(with: PNGWalker.signature) {
            self = try PNGWalker.facts(cursor)
        } else if cursor.begins(with: [0xff, 0xd8]) {
            self = try JPEGWalker.facts(cursor)
        } else if cursor.begins(with: Array("RIFF".utf8)), cursor.holds("WEBP", at: 8) {
            self = try WebPWalker.facts(cursor)
        } else {
            throw .kind(cursor.foreignKind)
        }
        guard (1...Limit.imageSidePixelsMax).contains(width),
            (1...Limit.imageSidePixelsMax).contains(height),
            width * height <= Limit.imagePixelsMax
        else { throw .dimensions(width: width, height: height) }
    }
}

extension ByteCursor {
    /// What else it is, for a sentence; a guess by the first bytes that decides nothing.
    fileprivate var foreignKind: String? {
        if begins(with: Array("GIF8".utf8)) { return "a GIF" }
        if begins(with: Array("BM".utf8)) { return "a BMP" }
        if begins(with: Array("%PDF".utf8)) { return "a PDF" }
        if begins(with: [0x49, 0x49, 0x2a, 0]) || begins(with: [0x4d, 0x4d, 0, 0x2a]) {
            return "a TIFF"
        }
        if begins(with: [0, 0, 1, 0]) { return "an ICO" }
        if holds("ftyp", at: 4) { return "an AVIF, a HEIC or a film" }
        return markupKind
    }

    private var markupKind: String? {
        let blanks: [UInt8] = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf, 0xff, 0xfe, 0]
        let text = String(
            decoding: bytes.prefix(1_024).drop { blanks.contains($0) }.filter { $0 != 0 },
            as: UTF8.self
        ).lowercased()
        guard text.hasPrefix("<") else { return nil }
        if text.contains("<svg") { return "an SVG, which may hold scripts" }
        return text.contains("<!doctype html") || text.contains("<html") ? "a page" : "markup"
    }
}
