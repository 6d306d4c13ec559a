import FoyerAPI
import FoyerCore
import Testing

@Suite("CO-2: the operator's plans")
struct PlanFileTests {
    private func plans(_ text: String) throws -> [Plan] {
        try PlanFile.plans(in: Array(text.utf8))
    }

    @Test("a file defines plans beside those built in")
    func defines() throws {
        let text = """
            {"plans":[
            {"key":"gold","name":"Gold","roomsMax":10,"entitlementsPerYear":null,
            "features":["whiteLabel"]},
            {"key":"tin2","name":"Tin","roomsMax":null,"entitlementsPerYear":0}]}
            """
        let all = Plans(own: try plans(text))
        #expect(all["gold"]?.roomsMax == 10 && all["gold"]?.has(.whiteLabel) == true)
        #expect(all["gold"]?.has(.nearestAgent) == false)
        #expect(all["tin2"]?.roomsAtMost == Limit.roomsPerCompanyMax)
        #expect(all["foreverFree"]?.roomsMax == 1)
        #expect(all["foreverFree"]?.entitlementsPerYear == 500)
    }

    /// A file of one plan.
    private static func file(_ members: String) -> String { "{\"plans\":[{\(members)}]}" }

    private static let numbers = #""roomsMax":1,"entitlementsPerYear":1"#

    private static let wrong: [(String, String)] = [
        ("", ""), ("[]", ""), ("{}", "plans"), (#"{"plans":[],"more":1}"#, "more"),
        (file(#""key":"a b""#), "plans.0.key"), (file(#""key":"""#), "plans.0.key"),
        (file(#""key":"selfHosted","name":"X",\#(numbers)"#), "plans.0.key"),
        (file(#""key":"a","name":" ",\#(numbers)"#), "plans.0.name"),
        (file(#""key":"a","name":"A","entitlementsPerYear":1"#), "plans.0.roomsMax"),
        (file(#""key":"a","name":"A","roomsMax":0"#), "plans.0.roomsMax"),
        (file(#""key":"a","name":"A","roomsMax":1"#), "plans.0.entitlementsPerYear"),
        (file(#""key":"a","name":"A",\#(numbers),"features":["fly"]"#), "plans.0.features.0"),
        (file(#""key":"a","name":"A",\#(numbers),"colour":1"#), "plans.0.colour"),
    ]

    @Test("what is wrong is named by its field, in a sentence", arguments: wrong)
    func refuses(_ text: String, _ field: String) {
        #expect {
            try plans(text)
        } throws: { error in
            guard let error = error as? PlanFileError else { return false }
            return error.field == field && error.sentence.hasSuffix(".")
        }
    }

    @Test("a key stands once")
    func once() {
        let one = #"{"key":"a","name":"A","roomsMax":1,"entitlementsPerYear":1}"#
        #expect(throws: PlanFileError.self) { try plans(#"{"plans":[\#(one),\#(one)]}"#) }
    }
}
