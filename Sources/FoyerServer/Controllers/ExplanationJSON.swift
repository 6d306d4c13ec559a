import FoyerAPI
import FoyerCore

extension Distribution.Explanation {
    /// A decision as sentences: keys that screens translate, and what stands in them (DIST-10).
    func write(_ writer: inout JSONWriter, names: [ID<Agent>: String]) {
        writer.field("number", number)
        writer.field("turn", turn)
        writer.field("at", at.milliseconds)
        writer.field("after", trigger.rawValue)
        writer.field("settingsVersion", settingsVersion)
        writer.field("stage", stage.rawValue)
        writer.field("round", round)
        writer.array("sentences") { list in
            for sentence in sentences { list.object { sentence.write(&$0, names: names) } }
        }
    }
}

extension Distribution.Explanation.Sentence {
    fileprivate func write(_ writer: inout JSONWriter, names: [ID<Agent>: String]) {
        writer.field("key", key)
        writer.object("values") { values in
            for parameter in parameters {
                values.name(parameter.name)
                switch parameter.value {
                case .number(let number): values.element(number)
                case .word(let key): values.element(key)
                case .agents(let agents):
                    values.array {
                        for agent in agents { $0.element(names[agent] ?? agent.rawValue) }
                    }
                }
            }
        }
    }
}
