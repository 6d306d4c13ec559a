// An explanation as sentences: keys and parameters, which screens translate (DIST-10).

extension Distribution.Explanation {
    /// One sentence, not yet in any language.
    package struct Sentence: Equatable, Sendable {
        /// Such as `explain.removed.onABreak`; one entry of each language's file.
        package var key: String
        /// In the order in which the sentence names them.
        package var parameters: [Parameter]
    }

    package struct Parameter: Equatable, Sendable {
        package enum Value: Equatable, Sendable {
            case number(Int)
            case agents([ID<Agent>])
            /// The key of a word, such as `stage.desktop`.
            case word(String)
        }

        package var name: String
        package var value: Value
    }

    /// What agents and administrators read, in order: what happened, who was looked at, what came
    /// of it.
    ///
    /// Names agents, so it is not for customers.
    package var sentences: [Sentence] {
        var sentences = [
            Sentence("explain.after.\(trigger.rawValue)"),
            Sentence("explain.settings", ("version", .number(settingsVersion))),
        ]
        for review in reviews { sentences += Self.sentences(of: review) }
        if let more = inputs?.moreAway {
            sentences.append(Sentence("explain.moreAway", ("count", .number(more))))
        }
        sentences.append(outcomeSentence)
        return sentences
    }

    private static func sentences(of review: Review) -> [Sentence] {
        var sentences = [Sentence("explain.stage", ("stage", review.stage.word))]
        for removal in review.removed {
            let agents = Parameter.Value.agents(removal.agents)
            sentences.append(
                Sentence(
                    "explain.removed.\(removal.rule.name)",
                    ("count", .number(removal.agents.count)),
                    ("agents", agents)))
        }
        guard !review.candidates.isEmpty else {
            return sentences + [Sentence("explain.noCandidates")]
        }
        let candidates = Parameter.Value.agents(review.candidates)
        sentences.append(
            Sentence(
                "explain.candidates", ("count", .number(review.candidates.count)),
                ("agents", candidates)))
        return sentences
    }

    private var outcomeSentence: Sentence {
        switch outcome {
        case .offered(let agents):
            Sentence(
                "explain.offered", ("count", .number(agents.count)), ("agents", .agents(agents)),
                ("stage", stage.word), ("round", .number(round)))
        case .waits: Sentence("explain.waits", ("stage", stage.word))
        case .waitsForLastAgent(let agent):
            Sentence("explain.waitsForLastAgent", ("agents", .agents([agent])))
        case .nobodyFree: Sentence("explain.nobodyFree", ("round", .number(round)))
        case .served(let agent): Sentence("explain.served", ("agents", .agents([agent])))
        case .unanswered: Sentence("explain.unanswered")
        }
    }
}

extension Distribution.Explanation.Sentence {
    fileprivate init(
        _ key: String, _ parameters: (String, Distribution.Explanation.Parameter.Value)...
    ) {
        self.key = key
        self.parameters = parameters.map { .init(name: $0.0, value: $0.1) }
    }
}

extension Stage {
    fileprivate var word: Distribution.Explanation.Parameter.Value { .word("stage.\(rawValue)") }
}
