import Testing

@testable import AssetJoining

@Suite("short names")
struct ShortNamesTests {
    @Test(
        "variables get them, members and what is not ours keep theirs",
        arguments: [
            // Members, whole and short ones, in objects and in patterns.
            ("const text = a.text + a?.text;", "const A=a.text+a?.text;"),
            ("const one = 1; const it = { one, two: one };", "const A=1;const B={one:A,two:A};"),
            ("const { one, two: it = one } = that;", "const{one:A,two:B=A}=that;"),
            ("const [first, ...rest] = list;", "const[A,...B]=list;"),
            ("const it = { class: 1, of: 2 };", "const A={class:1,of:2};"),
            // What a ternary chooses is no member, nor is what a case names.
            ("const one = 1; const it = { a: b ? one : one };", "const A=1;const B={a:b?A:A};"),
            (
                "const one = 1; switch (b) { case one: { one(); } }",
                "const A=1;switch(b){case A:{A();}}"
            ),
            (
                "const one = 1; switch (b) { default: return c; } d({ e: { one } });",
                "const A=1;switch(b){default:return c;}d({e:{one:A}});"
            ),
            // Parameters and what is within their function are named anew in each.
            (
                "function one(two, six = two) { return six; } function ten(two) { return two; }",
                "function A(b,a=b){return a;}function B(a){return a;}"
            ),
            ("const { of, one } = it; one(of);", "const{of,one:A}=it;A(of);"),
            ("const act = (one) => one + 1;", "const B=(A)=>A+1;"),
            ("const act = one => one + 1;", "const B=A=>A+1;"),
            (
                "try { a(); } catch (error) { b(error); } try { a(); } catch { b(); }",
                "try{a();}catch(c){b(c);}try{a();}catch{b();}"
            ),
            // What is the module's is the same in all functions, also where one has its own.
            (
                "const own = 1; function f() { return own; } function g(own) { return own; }",
                "const A=1;function B(){return A;}function C(A){return A;}"
            ),
            // The window's, and what nobody declares, keep their names.
            (
                "const name = 1; const status = fetch(elsewhere);",
                "const name=1;const status=fetch(elsewhere);"
            ),
            // Classes: fields and methods, static and private, generators among them.
            (
                "class One { static two = 1; get ten() { return on; } async act(go) { go(); } }",
                "class One{static two=1;get ten(){return on;}async act(a){a();}}"
            ),
            (
                "class One { #two = 3 * four; *five() { yield 1; } static async *six() {} }",
                "class One{#a=3*four;*five(){yield 1;}static async*six(){}}"
            ),
            (
                "class One { set two(three) { this.#four = three; } #four; }",
                "class One{set two(a){this.#a=a;}#a;}"
            ),
            // Texts, templates with values, patterns.
            (
                "const one = 'one'; const it = `one ${one ? `${one}` : { one }.one} one`;",
                "const A='one';const B=`one ${A?`${A}`:{one:A}.one} one`;"
            ),
            (
                "const one = /[/\"one]+\\/one/u; const two = one / 2 / one;",
                "const A=/[/\"one]+\\/one/u;const B=A/2/A;"
            ),
            (
                "const it = a + +b - -c; const one = typeof it;",
                "const A=a+ +b- -c;const B=typeof A;"
            ),
            (
                "for (const [one, two] of all) { use(one, two); }",
                "for(const[A,B]of all){use(A,B);}"
            ),
        ])
    func written(_ script: String, _ expected: String) throws {
        #expect(try ShortNames.written(script) == expected)
    }

    @Test("short names are never those that are kept")
    func kept() throws {
        // `a` is not declared here, so it is somebody's; the module's names are large.
        let script = "function one(two) { return a + two; }"
        #expect(try ShortNames.written(script) == "function A(b){return a+b;}")
        let many = (0..<800).map { "v\($0)" }.joined(separator: ", ")
        let text = try ShortNames.written("function one(\(many)) {}")
        for word in ["do", "if", "in", "of"] { #expect(!text.contains(",\(word),")) }
    }

    @Test(
        "what does not end is an error",
        arguments: ["const a = 'b\n", "const a = `b", "const a = /b\n", "/* a", "f(", "f)", "`${a"])
    func open(_ script: String) {
        #expect(throws: JoiningError.self) { try ShortNames.written(script) }
    }
}
