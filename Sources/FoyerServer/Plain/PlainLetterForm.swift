import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// The form without scripts: it leaves a letter (CF-6).
struct PlainLetterForm {
    let page: PlainPage
    let room: Entrance
    /// Where it is sent to, and where the form with scripts is.
    let address: String
    let challenge: String
    let formNumber: Int64
    var fields: [PlainField]
    /// What came of sending it, above the fields.
    var said: String?

    /// Nobody sees this field, so nobody fills it; robots fill what they find.
    static let trap = "website"
    static let challengeField = "challenge"

    func response(_ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        let form = room.settings.contactForm
        let words = page.words
        let headline = form.header.isEmpty ? words("form.headline") : form.header
        let line = form.subHeader.isEmpty ? words("form.subLetter") : form.subHeader
        let intro = HTML.element(
            "div", ["class": "intro"],
            [
                .element("h2", ["dir": "auto"], text: headline),
                .element("p", ["dir": "auto"], text: line),
            ])
        let firstWrong = fields.first { $0.error != nil }?.name
        let inputs = fields.map { $0.html(words, isFirstWrong: $0.name == firstWrong) }
        let told = said.map { [HTML.element("p", ["class": "said", "role": "alert"], text: $0)] }
        let content = HTML.element(
            "form",
            ["method": "post", "action": address, "novalidate": "", "accept-charset": "utf-8"],
            [intro] + (told ?? []) + inputs + [trap, hidden, actions, foot])
        let title = words("customer.titleForm", ["company": page.company])
        return page.response(
            status, title: title, [.element("contact-form", ["class": "screen"], [content])],
            headers: headers)
    }

    private var hidden: HTML {
        .element(
            "input", ["type": "hidden", "name": Self.challengeField, "value": challenge])
    }

    private var trap: HTML {
        .element(
            "div", ["class": "spoken", "aria-hidden": "true"],
            [
                .element("label", ["for": Self.trap], text: page.words("plain.trap")),
                .element(
                    "input",
                    [
                        "type": "text", "id": Self.trap, "name": Self.trap, "tabindex": "-1",
                        "autocomplete": "off",
                    ]),
            ])
    }

    private var actions: HTML {
        .element(
            "div", ["class": "actions"],
            [
                .element(
                    "button", ["type": "submit", "class": "button next large"],
                    text: page.words("form.letter")),
                .element("p", ["class": "quiet-text"], text: page.words("plain.note")),
            ])
    }

    private var foot: HTML {
        let words = page.words
        let brand = words(
            "brand.version",
            [
                "brand": room.brand.isEmpty ? words("brand.poweredBy") : room.brand,
                "version": ServerConfiguration.version,
            ])
        let number = words("customer.formNumber", ["number": String(formNumber)])
        return .element(
            "footer", ["class": "foot quiet-text"],
            [.element("span", text: brand), .element("span", ["class": "number"], text: number)])
    }
}
