import FoyerCore
import Testing

@Suite("ROOM-3: access numbers")
struct AccessNumberTests {
    @Test(
        "digits of any script count, and what stands between them does not",
        arguments: [
            "12345678", "1234 5678", " 1234-5678 ", "12 34 56 78", "1234\u{a0}5678",
            "\u{200e}1234 5678", "١٢٣٤ ٥٦٧٨", "۱۲۳۴۵۶۷۸", "１２３４５６７８", "1234.5678",
        ])
    func typed(_ text: String) {
        #expect(AccessNumber(typed: text)?.digits == "12345678")
        #expect(AccessNumber(typed: text)?.shown == "1234 5678")
    }

    @Test(
        "what is no number of eight digits is none",
        arguments: [
            "", "1234567", "123456789", "0123 4567", "1234a5678", "１234567x", "½2345678",
            "五2345678",
            "①2345678", "+12345678", "12345678\0", "1234\n5678",
            String(repeating: " ", count: 100) + "12345678", String(repeating: "1", count: 100_000),
        ])
    func refused(_ text: String) { #expect(AccessNumber(typed: text) == nil) }

    @Test("chance gives eight digits that can be typed")
    func chance() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            let number = AccessNumber(chance: generator.next())
            #expect(AccessNumber(typed: number.shown) == number)
        }
    }
}
