import FoyerCore

/// Pictures: what is taken is one of three kinds, small enough, and ends where it ends.
enum ImageFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        let named = FuzzInput(input).text
        if let image = RoomImage(named) {
            promise(image.text == named, "\(named) became \(image.text)")
            promise(image.host.map { named.hasPrefix("https://\($0)") } ?? true, named)
        }
        // The planted bug: a JPEG is thought to have a segment.
        if planted, input.starts(with: [0xff, 0xd8]) { _ = input[20] }
        guard let facts = accepted({ () throws(ImageProblem) in try ImageFacts(reading: input) })
        else { return }
        promise(input.count <= Limit.imageBytesMax, "\(input.count) bytes")
        let sides = 1...Limit.imageSidePixelsMax
        promise(sides.contains(facts.width) && sides.contains(facts.height), "\(facts)")
        promise(facts.width * facts.height <= Limit.imagePixelsMax, "\(facts)")
        let begins: [UInt8] =
            switch facts.kind {
            case .png: [0x89, 0x50]
            case .jpeg: [0xff, 0xd8]
            case .webp: [0x52, 0x49]
            }
        promise(input.starts(with: begins), "\(facts.kind) begins otherwise")
        for cut in [input.count - 1, input.count / 2] {
            let less = accepted { () throws(ImageProblem) in
                try ImageFacts(reading: Array(input[..<cut]))
            }
            promise(less == nil, "cut at \(cut) it is whole, too")
        }
        let more = accepted { () throws(ImageProblem) in try ImageFacts(reading: input + [0x3c]) }
        promise(more == nil, "something may follow it")
    }
}
