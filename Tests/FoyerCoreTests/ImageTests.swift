import Foundation
import FoyerCore
import Testing

/// Pictures as browsers and programs make them, each of 16 × 12 pixels; also what the fuzzer begins
/// with.
enum SamplePicture: String, CaseIterable, Sendable {
    case chromiumPNG = "chromium-png"
    case chromiumOpaquePNG = "chromium-png-opaque"
    case chromiumJPEG = "chromium-jpeg"
    case chromiumWebP = "chromium-webp-lossy"
    case chromiumAlphaWebP = "chromium-webp-alpha"
    case chromiumLosslessWebP = "chromium-webp-lossless"
    case firefoxPNG = "firefox-png"
    case firefoxOpaquePNG = "firefox-png-opaque"
    case firefoxJPEG = "firefox-jpeg"
    case firefoxWebP = "firefox-webp-lossy"
    case firefoxAlphaWebP = "firefox-webp-alpha"
    case firefoxLosslessWebP = "firefox-webp-lossless"
    case progressiveJPEG = "jpeg-progressive"
    case greyJPEG = "jpeg-grey-restarts"
    case palettePNG = "png-palette"
    case greyPNG = "png-grey-interlaced"

    var kind: ImageKind {
        ImageKind.allCases.first { rawValue.contains($0.rawValue) } ?? .png
    }

    var bytes: [UInt8] {
        get throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../Fuzz/Corpus/image").standardizedFileURL
            return Array(try Data(contentsOf: folder.appending(path: rawValue)))
        }
    }
}

@Suite("Pictures: only whole ones, and only pixels")
struct ImageTests {
    private func problem(_ bytes: [UInt8]) -> ImageProblem? {
        do {
            _ = try ImageFacts(reading: bytes)
            return nil
        } catch { return error }
    }

    @Test("what browsers make is taken", arguments: SamplePicture.allCases)
    func taken(_ sample: SamplePicture) throws {
        let facts = try ImageFacts(reading: try sample.bytes)
        #expect(facts.kind == sample.kind)
        #expect(facts.width == 16 && facts.height == 12)
    }

    @Test("cut off at any byte it is refused", arguments: SamplePicture.allCases)
    func truncated(_ sample: SamplePicture) throws {
        let bytes = try sample.bytes
        for count in bytes.indices {
            let problem = problem(Array(bytes.prefix(count)))
            #expect(problem != nil, "\(count) of \(bytes.count) bytes")
            if count > 12 { #expect(problem == .cutOff, "\(count) of \(bytes.count) bytes") }
        }
    }

    @Test("whatever follows its end is refused", arguments: SamplePicture.allCases)
    func tails(_ sample: SamplePicture) throws {
        let bytes = try sample.bytes
        let page = Array("<script>alert(1)</script>".utf8)
        for tail in [[0], [0xff, 0xd9], Array("PK\u{3}\u{4}".utf8), page, bytes] {
            #expect(problem(bytes + tail) == .trailing, "\(tail.count) more bytes")
        }
        // A RIFF says how long it is: one that counts its tail hides it no better.
        guard sample.kind == .webp else { return }
        let longer = Self.riff(Array(bytes.dropFirst(12)) + Self.chunk("EXIF", page + [0]))
        #expect(problem(longer) == .part("the camera's notes (EXIF)"))
    }

    @Test("a bit that is wrong in a PNG is found by its check sums")
    func checkSums() throws {
        for sample in [SamplePicture.firefoxPNG, .palettePNG] {
            let bytes = try sample.bytes
            for place in bytes.indices {
                var wrong = bytes
                wrong[place] ^= 4
                #expect(problem(wrong) != nil, "byte \(place)")
            }
        }
    }

    @Test("wrong lengths of parts are refused, whatever they reach")
    func lengths() throws {
        for sample in SamplePicture.allCases {
            let bytes = try sample.bytes
            let places =
                switch sample.kind {
                case .png: [8, 33]
                case .jpeg: [4, 22]
                case .webp: [4, 16]
                }
            for place in places {
                // One more or less is the byte that makes a WebP's part even: that says the same.
                for change: UInt8 in [2, 0x7f, 0x80] {
                    var wrong = bytes
                    wrong[place] &+= change
                    #expect(problem(wrong) != nil, "\(sample) at \(place) by \(change)")
                }
            }
        }
    }

    @Test("no side is longer than 4096 pixels, and all pixels are at most four millions")
    func dimensions() throws {
        for (width, height, isRight) in [
            (1, 1, true), (4_096, 976, true), (2_000, 2_000, true), (4_097, 1, false),
            (1, 4_097, false), (2_001, 2_000, false), (0, 5, false), (5, 0, false),
            (65_535, 65_535, false), (0x7fff_ffff, 0x7fff_ffff, false),
        ] {
            let refused = ImageProblem.dimensions(width: width, height: height)
            #expect(problem(Self.png(width, height)) == (isRight ? nil : refused))
            guard width < 65_536 else { continue }
            var jpeg = try SamplePicture.firefoxJPEG.bytes
            let frame = try #require(jpeg.indices.first { jpeg[$0...].starts(with: [0xff, 0xc0]) })
            jpeg.replaceSubrange(
                frame + 5..<frame + 9,
                with: [height, width].flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
            #expect(problem(jpeg) == (isRight ? nil : refused))
        }
    }

    @Test("what is no such picture is named, and what would be right is said")
    func kinds() throws {
        let svg = "<svg onload=\"alert(1)\"/>"
        for (text, word) in [
            (svg, "an SVG"), ("\u{feff} <?xml version=\"1.0\"?>\n" + svg, "an SVG"),
            ("<!DOCTYPE html><p>", "a page"), ("<x>", "markup"), ("GIF89a", "a GIF"),
            ("%PDF-1.4", "a PDF"), ("BM", "a BMP"), ("\0\0\0\u{1c}ftypavif", "an AVIF"),
        ] {
            let refused = try #require(problem(Array(text.utf8)))
            #expect(refused.rule == "kind")
            #expect(refused.sentence.contains(word), "\(refused.sentence)")
            #expect(refused.sentence.contains("PNG, JPEG or WebP"))
        }
        #expect(problem([]) == .kind(nil))
        #expect(problem(Array("hello".utf8)) == .kind(nil))
        #expect(
            problem([UInt8](repeating: 0, count: Limit.imageBytesMax + 1))
                == .tooManyBytes(max: 524_288))
    }

    @Test("parts that carry no pixels are refused by name")
    func parts() throws {
        let png = try SamplePicture.firefoxPNG.bytes
        for (name, said) in [
            ("tEXt", "text"), ("iTXt", "text"), ("zTXt", "text"), ("eXIf", "EXIF"),
            ("iCCP", "profile"), ("acTL", "move"), ("ruSt", "ruSt"),
        ] {
            let chunk = Self.pngChunk(name, Array("abc\0def".utf8))
            for place in [33, png.count - 12] {
                let more = Array(png[..<place]) + chunk + Array(png[place...])
                let refused = try #require(problem(more))
                #expect(refused.rule == "part" && refused.sentence.contains(said), "\(name)")
            }
        }
        let jpeg = try SamplePicture.firefoxJPEG.bytes
        for (marker, said) in [
            (UInt8(0xe1), "EXIF"), (0xe2, "profile"), (0xed, "notes"), (0xfe, "comment"),
        ] {
            let more = Array(jpeg[..<20]) + [0xff, marker, 0, 4, 65, 66] + Array(jpeg[20...])
            #expect(problem(more)?.sentence.contains(said) == true, "\(marker)")
        }
        let webp = try SamplePicture.chromiumAlphaWebP.bytes
        for (flag, said) in [(UInt8(2), "move"), (0x20, "profile"), (8, "EXIF"), (4, "XMP")] {
            var more = webp
            more[20] |= flag
            #expect(problem(more)?.sentence.contains(said) == true, "\(flag)")
        }
    }

    @Test("a bit that is wrong anywhere traps nothing and costs nothing")
    func mutants() throws {
        for sample in SamplePicture.allCases {
            let bytes = try sample.bytes
            for place in bytes.indices {
                for bit in 0..<8 {
                    var wrong = bytes
                    wrong[place] ^= 1 << bit
                    guard let facts = try? ImageFacts(reading: wrong) else { continue }  // refused
                    #expect(facts.width * facts.height <= Limit.imagePixelsMax)
                }
            }
        }
    }

    // MARK: Making

    private static func png(_ width: Int, _ height: Int) -> [UInt8] {
        func four(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }
        return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
            + pngChunk("IHDR", four(width) + four(height) + [8, 0, 0, 0, 0])
            + pngChunk("IDAT", [0x78, 0x9c, 1]) + pngChunk("IEND", [])
    }

    private static func pngChunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + data
        var sum: UInt32 = 0xffff_ffff
        for byte in named {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1 }
        }
        sum ^= 0xffff_ffff
        return [0, 0, UInt8(data.count >> 8), UInt8(data.count & 255)] + named
            + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        Array(name.utf8) + [UInt8(data.count), 0, 0, 0] + data
    }

    private static func riff(_ chunks: [UInt8]) -> [UInt8] {
        let count = chunks.count + 4
        return Array("RIFF".utf8) + [0, 8, 16, 24].map { UInt8(count >> $0 & 255) }
            + Array("WEBP".utf8) + chunks
    }
}

@Suite("The picture that a setting names")
struct RoomImageTests {
    @Test(
        "addresses that every browser reads alike are taken",
        arguments: [
            "https://example.com", "https://img.example.com/a.png", "https://a-b.c-d.example/?w=1",
            "https://xn--bcher-kva.example/%C3%BC.webp", "https://1.example.com/a(1)!$&'*+,;=:@~",
        ])
    func taken(_ text: String) {
        #expect(RoomImage(text) == .elsewhere(address: text))
        #expect(RoomImage(text)?.text == text)
    }

    @Test(
        "addresses with a trick are refused",
        arguments: [
            "", " https://example.com/a", "https://example.com/a ", "http://example.com/a",
            "HTTPS://example.com/a", "https:example.com/a", "https:/example.com", "https://",
            "//example.com/a", "javascript:alert(1)", "data:image/png;base64,AAAA", "blob:x",
            "https://user@example.com/a", "https://user:pw@example.com/a",
            "https://example.com:8443/",
            "https://example.com\\@evil.example/", "https://localhost/a", "https://printer/a",
            "https://nas.local/a", "https://db.internal/a", "https://x.localhost/",
            "https://a.onion/",
            "https://127.0.0.1/a", "https://10.0.0.1/", "https://2130706433/", "https://0x7f.1/",
            "https://1.2.3.0x7f/", "https://[::1]/a", "https://example.com./a",
            "https://.example.com/",
            "https://a..example.com/", "https://-a.example/", "https://EXAMPLE.com/",
            "https://bücher.example/", "https://example.com/\u{0}", "https://example.com/a\nb",
            "https://example.com/\u{202e}", "https://example.com/\"", "https://example.com/<",
            "https://example.com/a b", "https://example.com/%", "https://example.com/%2",
            "https://example.com/%zz", "https://example.com/#a", "https://example.com;x/",
            "https://example.com,evil.example/", "https://example.com/[", "https://example.com/ü",
            "https://a.example/" + String(repeating: "a", count: 2_000),
        ])
    func refused(_ text: String) {
        #expect(RoomImage(text) == nil)
    }

    @Test("an uploaded picture is named by 64 small hexadecimal digits")
    func uploaded() {
        let hash = String(repeating: "0f", count: 32)
        #expect(RoomImage("image:\(hash)") == .uploaded(hash: hash))
        #expect(RoomImage("image:\(hash)")?.host == nil)
        for text in [
            "image:", "image:\(hash.uppercased())", "image:\(hash)0", hash, "Image:\(hash)",
        ] {
            #expect(RoomImage(text) == nil, "\(text)")
        }
    }
}
