/// The house rules that a single line can break.
enum LineRules {
    static let all = core + concurrency + safety + database + web + words + tracking

    private static let core = [
        Rule(
            name: "FoyerCore imports nothing",
            pattern: #"(?m)^\s*(@\w+\s+|package\s+|public\s+|private\s+|internal\s+)*import\s"#,
            reason: "The domain is pure: values and decisions.",
            instead: "pass what is needed as an argument",
            bad: "import Foundation", good: "struct Import {}",
            folders: ["Sources/FoyerCore/"], endings: [".swift"]),
        Rule(
            name: "FoyerCore asks for no time, chance or identity",
            pattern:
                #"\b(Date|UUID|SystemRandomNumberGenerator|ContinuousClock|SuspendingClock)\s*[(.]"#
                + #"|\.(random|randomElement|shuffled|shuffle)\("#,
            reason: "Replays and the simulator need the same answer each time (DIST-9).",
            instead: "take time, chance and ids as arguments",
            bad: "let now = Date()", good: "func offer(at now: Instant) {}",
            folders: ["Sources/FoyerCore/"], endings: [".swift"]),
        Rule(
            name: "FoyerCore waits for nothing",
            pattern: #"\b(async|await|actor)\b|\bTask\b|\bMutex\b"#,
            reason: "A decision is a function of its arguments.",
            instead: "return an effect and let the service do it",
            bad: "func decide() async -> Choice", good: "func decide() -> Choice",
            folders: ["Sources/FoyerCore/"], endings: [".swift"]),
    ]

    private static let concurrency = [
        Rule(
            name: "tasks start in main and in the bridge",
            pattern:
                #"\bTask(\s*<[^>]*>)?\s*(\([^)\n]*\)\s*)?\{|\bTask\s*(\.detached|\.immediate)"#,
            reason: "A task that nobody owns outlives its cause and hides its error.",
            instead: "use a task group, or hand over to SessionBridge",
            bad: "Task { try await send() }", good: "tasks.addTask { try await send() }",
            folders: ["Sources/"], endings: [".swift"],
            except: [
                "Sources/foyer/", "Sources/foyer-load/",
                "Sources/FoyerServer/WebSocket/SessionBridge.swift",
                "Sources/foyer-races/LoopDoor.swift",
            ]),
        Rule(
            name: "nothing is asserted about threads without a reason",
            pattern: #"@unchecked\s+Sendable|nonisolated\(unsafe\)|@preconcurrency"#,
            reason: "It switches the compiler's proof off.",
            instead: "use Mutex, or say on the same line why it is safe",
            bad: "final class Box: @unchecked Sendable {", good: "final class Box: Sendable {",
            folders: ["Sources/"], endings: [".swift"], isExcusedByReason: true),
    ]

    private static let safety = [
        Rule(
            name: "nothing traps or is swallowed without a reason",
            pattern: #"\btry[!?]|\bas!|\bfatalError\(|\bpreconditionFailure\("#,
            reason: "A trap ends every chat of the process; a swallowed error is found too late.",
            instead: "handle the error, or say on the same line why there is none",
            bad: "let rows = try! load()", good: "let rows = try load()",
            folders: ["Sources/"], endings: [".swift"], isExcusedByReason: true),
        Rule(
            name: "only the command line prints",
            pattern: #"(?<![.\w])(print|debugPrint|dump)\("#,
            reason: "A server's output is its log.",
            instead: "log with a constant message and metadata",
            bad: "print(chat)", good: "printer.print(chat)",
            folders: ["Sources/"], endings: [".swift"],
            except: [
                "Sources/foyer/", "Sources/foyer-load/", "Sources/foyer-planted/",
                "Sources/foyer-races/", "Sources/foyer-histories/",
                "Sources/embed-assets/",
            ]),
    ]

    private static let database = [
        Rule(
            name: "SQL is one literal",
            pattern:
                #"\bSQL\s*\(\s*(stringLiteral\s*:|"[^"\n]*"\s*\+|\w+\s*\))|"\s*\+[^\n]*\bas SQL\b"#,
            reason: "Text built from parts is where injections live.",
            instead: #"write run("… WHERE id = \(id)"), which binds the value"#,
            bad: #"run(SQL("SELECT " + column))"#, good: #"run("SELECT name FROM agent")"#,
            folders: ["Sources/"], endings: [".swift"],
            except: ["Sources/Storage/", "Sources/FoyerTestSupport/"]),
        Rule(
            name: "a string becomes SQL only in Storage",
            pattern: #"\bstringLiteral\s*:"#,
            reason: "It is the one way past the bound values.",
            instead: "write a literal",
            bad: "SQL(stringLiteral: text)", good: "let literal = text",
            folders: ["Sources/"], endings: [".swift"],
            except: ["Sources/Storage/", "Sources/FoyerTestSupport/"]),
    ]

    private static let web = [
        Rule(
            name: "text never becomes markup",
            pattern:
                #"\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment)\b"#
                + #"|\bsetHTMLUnsafe\b"#
                + #"|\bdocument\.write(ln)?\("#,
            reason: "A customer's text must not run on an agent's screen.",
            instead: "use textContent and templates",
            bad: "row.innerHTML = body", good: "row.textContent = body",
            folders: ["Web/"], endings: [".js", ".html"]),
        Rule(
            name: "text never becomes code",
            pattern: #"(?<![.\w])eval\(|\bnew\s+Function\b|\bset(Timeout|Interval)\(\s*["'`]"#,
            reason: "It is what the content policy forbids.",
            instead: "call a function",
            bad: #"eval("1")"#, good: "evaluate(one)",
            folders: ["Web/"], endings: [".js", ".html"]),
        Rule(
            name: "pages hold no inline script or style",
            pattern: #"(?i)<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*"|\sstyle\s*=\s*""#,
            reason: "The content policy refuses it.",
            instead: "put it into a module or a style sheet",
            bad: #"<p onclick="go()">"#, good: #"<script type="module" src="/a.js"></script>"#,
            folders: ["Web/"], endings: [".html"], reads: .text),
        Rule(
            name: "style sheets know no left and right",
            pattern: #"(?m)(^|[;{\s])(margin|padding|border)-(left|right)\s*:"#
                + #"|text-align\s*:\s*(left|right)|(^|[;{])\s*(left|right)\s*:"#,
            reason: "Screens must also read from right to left (CF-11).",
            instead: "use the logical properties (inline-start, inline-end)",
            bad: "p { margin-left: 1em }", good: "p { margin-inline-start: 1em }",
            folders: ["Web/"], endings: [".css"]),
    ]

    private static let words = [
        Rule(
            name: "one word per concept",
            pattern: #"(?i:\b|_|(?<=[a-z]))"#
                + #"(?:[Tt]ickets?|[Cc]onversations?|[Tt]enants?|[Ww]orkspaces?|[Dd]epartments?|"#
                + #"[Gg]uests?|[Ss]urveys?|[Oo]peratorI[Dd]|[Oo]peratorName|[Oo]perators|"#
                + #"[Oo]fflineMessages?|[Dd]eviceTypes?)(?![a-z])"#,
            reason: "The glossary decides the words.",
            instead: "say chat, company, room, agent, customer, contact form, letter or channel",
            bad: "let ticketID = 1", good: "let chatID = 1",
            folders: ["Sources/", "Web/"], endings: [".swift", ".js", ".sql", ".css"]),
        Rule(
            name: "a visitor is on a website only",
            pattern: #"(?:\b|_|(?<=[a-z]))[Vv]isitor(?:s|ID|Id)?(?![a-z])"#,
            reason: "Who asks is a customer; a visitor has not asked yet.",
            instead: "say customer",
            bad: "let visitorName = form.name", good: "let customerName = form.name",
            folders: ["Sources/", "Web/"], endings: [".swift", ".js", ".sql", ".css"],
            except: ["Web/loader/"]),
    ]

    private static let tracking = [
        Rule(
            name: "a note of work names its issue",
            pattern: #"\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\)|\s#\d+)"#,
            reason: "What nobody tracks, nobody does.",
            instead: "write TODO(#12): …, or do it",
            bad: "// TODO: later", good: "// TODO(#12): later",
            folders: ["Sources/", "Web/", "Tests/", "bin/", "Plugins/"],
            endings: [".swift", ".js", ".css", ".html", ".py", ".sql", "setup", "serve", "test"],
            except: ["Tests/TidyTests/"], reads: .text)
    ]
}
