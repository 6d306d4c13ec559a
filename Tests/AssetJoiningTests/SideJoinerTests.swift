import AssetJoining
import Testing

@Suite("joining the web's files")
struct SideJoinerTests {
    private static let page = """
        <html>
          <head>
            <link rel="stylesheet" href="/web/shared/base.css">
            <link rel="stylesheet" href="/web/side/app.css">
            <link rel="modulepreload" href="/web/side/part.js">
            <script type="module" src="/web/side/app.js"></script>
          </head>
        </html>
        """

    private static func files(_ more: [String: String]) -> [String: String] {
        [
            "side/index.html": page, "shared/base.css": "/* Base. */\np { margin: 0; }\n",
            "side/app.css": "q {\n  margin: 0;\n  border: 0;\n}\n",
            "locales/en/side.json":
                "{\n  \"a\": \"b: \",\n  \"c\": {\n    \"one\": \"d\"\n  }\n}\n",
            "side/app.js": "import { part as it } from './part.js';\n\nawait it();\n",
            "side/part.js": "/** Does. */\nexport async function part() {}\n",
        ].merging(more) { $1 }
    }

    @Test("a page names one script and one style sheet, and what they hold is served no more")
    func page() throws {
        let served = try SideJoiner(files: Self.files([:])).joined()
        #expect(
            served.keys.sorted() == [
                "locales/en/side.json", "side/index.html", "side/joined.css", "side/joined.js",
            ])
        #expect(served["locales/en/side.json"] == #"{"a":"b: ","c":{"one":"d"}}"# + "\n")
        #expect(served["side/joined.css"] == "p{ margin:0; }q{margin:0;border:0;}")
        #expect(
            served["side/index.html"] == """
                <html>
                  <head>
                    <link rel="stylesheet" href="/web/side/joined.css">
                    <script type="module" src="/web/side/joined.js"></script>
                  </head>
                </html>
                """)
    }

    @Test("each module stands once, after those it imports, in a function of its own")
    func modules() throws {
        let served = try SideJoiner(
            files: Self.files([
                "side/app.js": """
                import * as names from '../shared/names.js';
                import { part } from './part.js';
                await part(names.first);

                """,
                "side/part.js": """
                import './effect.js';
                import {
                  first,
                  Other as Another,
                } from '../shared/names.js';

                export class Part {}
                export const part = (x) => new Another(first, x);

                """,
                "side/effect.js": "globalThis.effect = 1;\n",
                "shared/names.js": "export const first = 1;\nexport class Other {}\n",
            ])
        ).joined()
        #expect(
            served["side/joined.js"] == """
                const $a=(()=>{const A=1;class Other{}
                return{first:A,Other};})();
                const $b=(()=>{globalThis.effect=1;})();
                const $c=(()=>{const{first:A,Other:Another,}=$a;class Part{}
                const B=(C)=>new Another(A,C);return{Part,part:B};})();
                {const A=$a;const{part:B}=$c;await B(A.first);}

                """)
    }

    @Test("comments go, but not what only looks like one")
    func comments() throws {
        let served = try SideJoiner(
            files: Self.files([
                "side/app.js": """
                // A comment.
                /*
                 * Another.
                 */
                /** @type {number} */ const one = 1;
                const two = /** @type {any} */ (one);
                const text = `
                // No comment.

                `;
                const address = 'https://example.com'; // kept

                """
            ])
        ).joined()
        #expect(
            served["side/joined.js"] == """
                {const A=1;const D=(A);const C=`
                // No comment.

                `;const B='https://example.com';}

                """)
    }

    @Test("private members get short names, whatever looks like one does not")
    func privateNames() throws {
        let served = try SideJoiner(
            files: Self.files([
                "side/app.js": """
                class Counter {
                  #count = 0;
                  #step() {
                    return (this.#count += 1) && '#count' && `#${this.#count}`;
                  }
                  find = () => document.querySelector('dialog #count') ?? '1px solid #step';
                }

                """
            ])
        ).joined()
        #expect(
            served["side/joined.js"] == """
                {class Counter{#a=0;#b(){return(this.#a+=1)&&'#count'&&`#${this.#a}`;}
                find=()=>document.querySelector('dialog #count')??'1px solid #step';}}

                """)
    }

    @Test(
        "what cannot be joined is an error that names the file",
        arguments: [
            ["side/part.js": "import { x } from './app.js';\nexport const part = x;\n"],
            ["side/part.js": "export default function part() {}\n"],
            ["side/part.js": "export { part } from './other.js';\n"],
            ["side/part.js": "export let part = 1;\n"],
            ["side/part.js": "export const part = () => import('./late.js');\n"],
            ["side/part.js": "export const part = [import('./late.js')];\n"],
            ["side/part.js": "export const part = import.meta.url;\n"],
            ["side/part.js": "export const one = 1, part = 2;\n"],
            ["side/part.js": "export const part = 'a \\\n  b';\n"],
            ["side/part.js": "export const part = `a\n  b;\n"],
            ["side/part.js": "export const part = /`/;\nconst two = /`/;\n"],
            ["side/part.js": "const a = 1;\nimport { b } from './b.js';\nexport const part = b;\n"],
            ["side/app.js": "import { it } from 'side/part.js';\n"],
            ["side/app.js": "import { it } from './absent.js';\n"],
            ["side/app.css": "p { background: url(x.png); }\n"],
        ])
    func refused(_ files: [String: String]) throws {
        let error = #expect(throws: JoiningError.self) {
            try SideJoiner(files: Self.files(files)).joined()
        }
        #expect(error?.description.contains(files.keys.first ?? "") == true)
    }
}
