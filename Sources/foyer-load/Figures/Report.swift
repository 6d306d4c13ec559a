import Foundation
import FoyerAPI

/// Named figures of one run, in order: a line each for people, one flat JSON object for programs.
struct Report: Sendable {
    enum Value: Sendable {
        case number(Double)
        case count(Int)
        case text(String)
    }

    private(set) var figures: [(name: String, value: Value, unit: String)] = []

    mutating func add(_ name: String, _ number: Double?, _ unit: String = "") {
        guard let number else { return }
        figures.append((name, .number(number), unit))
    }

    mutating func add(_ name: String, _ count: Int, _ unit: String = "") {
        figures.append((name, .count(count), unit))
    }

    mutating func add(_ name: String, _ text: String) { figures.append((name, .text(text), "")) }

    /// Takes over another report's figures.
    mutating func add(_ other: Report) { figures += other.figures }

    /// A figure by its name.
    subscript(_ name: String) -> Double? {
        switch figures.first(where: { $0.name == name })?.value {
        case .number(let number): number
        case .count(let count): Double(count)
        case .text, nil: nil
        }
    }

    /// Lines for people, with the units.
    var lines: [String] {
        figures.map { figure in
            let value = String(decoding: Self.json(figure.value), as: UTF8.self)
            return "  \(figure.name): \(value)\(figure.unit.isEmpty ? "" : " \(figure.unit)")"
        }
    }

    /// One line of JSON.
    var json: String {
        var writer = JSONWriter()
        writer.object { object in
            for figure in figures {
                object.name(figure.name)
                object.element(encoded: Self.json(figure.value))
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func json(_ value: Value) -> [UInt8] {
        switch value {
        case .number(let number): return Array(rounded(number).utf8)
        case .count(let count): return Array(String(count).utf8)
        case .text(let text):
            var bytes = JSONWriter()
            bytes.element(text)
            return bytes.bytes
        }
    }

    /// As many digits as a figure is good for.
    static func rounded(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        let digits = abs(number) >= 1_000 ? 0 : abs(number) >= 10 ? 1 : 3
        return String(format: "%.\(digits)f", number)
    }
}
