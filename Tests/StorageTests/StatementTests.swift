import FoyerTestSupport
import Storage
import Testing

@Suite("A statement")
struct StatementTests {
    @Test("gives back the values it was given", arguments: Engine.allCases)
    func roundTrip(_ engine: Engine) async throws {
        let texts = [
            "", "plain", "it's \"quoted\"; -- $1", "Grüße 👋🏽 ñ",
            String(repeating: "é", count: 9_000),
        ]
        let integers: [Int64] = [0, -1, .max, .min]
        try await engine.withDatabase { database in
            try await database.write { transaction in
                try transaction.run("CREATE TABLE item (i BIGINT, t TEXT, b BIGINT)")
                for text in texts {
                    for integer in integers {
                        let rows = try transaction.run(
                            """
                            INSERT INTO item (i, t, b) VALUES (\(integer), \(text), \(integer > 0))
                            RETURNING i, t, b
                            """)
                        #expect(try rows[0].get("i") == integer)
                        #expect(try rows[0].get("t") == text)
                        #expect(try rows[0].get("b") == (integer > 0))
                    }
                }
            }
        }
    }

    @Test("takes nil for NULL and gives NULL as nil", arguments: Engine.allCases)
    func null(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            let row = try await database.write { transaction in
                try transaction.run("CREATE TABLE item (i BIGINT, t TEXT)")
                let nothing: String? = nil
                return try transaction.run(
                    "INSERT INTO item (i, t) VALUES (\(Int?.none), \(nothing)) RETURNING i, t")[0]
            }
            #expect(try row.get("i") == Int?.none)
            #expect(try row.get("t") == String?.none)
        }
    }

    @Test("may name a parameter twice and out of order", arguments: Engine.allCases)
    func parameterOrder(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            let row = try await database.write { transaction in
                try transaction.run("CREATE TABLE item (a TEXT, b TEXT, c TEXT)")
                let (second, first) = ("second", "first")
                // The text behind the values mentions them again, in the other order.
                return try transaction.run(
                    """
                    WITH given AS (SELECT CAST(\(second) AS TEXT) AS x, CAST(\(first) AS TEXT) AS y)
                    INSERT INTO item (a, b, c) SELECT $2, x, $1 FROM given RETURNING a, b, c
                    """)[0]
            }
            #expect(try row.get("a") == "first")
            #expect(try row.get("b") == "second")
            #expect(try row.get("c") == "second")
        }
    }

    @Test("expands lists and rows; an empty list matches nothing", arguments: Engine.allCases)
    func lists(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { transaction in
                try transaction.run("CREATE TABLE item (id TEXT PRIMARY KEY, n BIGINT)")
                let rows: [[any SQLValue]] = [["a", 1], ["b", 2], ["c", 3]]
                try transaction.run("INSERT INTO item (id, n) VALUES \(rows: rows)")
                let found = try transaction.run(
                    """
                    SELECT n FROM item WHERE id IN \(list: ["c", "a", "x"]) AND n < \(9)
                    ORDER BY n
                    """
                )
                #expect(try found.map { try $0.get("n") as Int } == [1, 3])
                let none = try transaction.run("SELECT n FROM item WHERE id IN \(list: [String]())")
                #expect(none.isEmpty)
            }
        }
    }

    @Test("sums integers to an integer", arguments: Engine.allCases)
    func sums(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            let row = try await database.write { transaction in
                try transaction.run("CREATE TABLE item (n BIGINT)")
                try transaction.run("INSERT INTO item (n) VALUES \(rows: [[2], [4]])")
                return try transaction.run(
                    "SELECT SUM(n) AS total, AVG(n) AS mean, COUNT(*) AS many FROM item")[0]
            }
            #expect(try row.get("total") == 6)
            #expect(try row.get("mean") == 3)
            #expect(try row.get("many") == 2)
        }
    }

    @Test("answers ON CONFLICT and a conditional UPDATE alike", arguments: Engine.allCases)
    func upsert(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { transaction in
                try transaction.run("CREATE TABLE item (id TEXT PRIMARY KEY, n BIGINT NOT NULL)")
                for n in [1, 5] {
                    try transaction.run(
                        """
                        INSERT INTO item (id, n) VALUES (\("a"), \(n))
                        ON CONFLICT (id) DO UPDATE SET n = item.n + excluded.n
                        """)
                }
                let ignored = try transaction.run(
                    """
                    INSERT INTO item (id, n) VALUES (\("a"), \(9))
                    ON CONFLICT DO NOTHING RETURNING n
                    """
                )
                #expect(ignored.isEmpty)
                let taken = try transaction.run(
                    "UPDATE item SET n = \(7) WHERE id = \("a") AND n = \(6) RETURNING n")
                #expect(try taken.map { try $0.get("n") as Int } == [7])
            }
        }
    }

    @Test("tells which constraint refused it", arguments: Engine.allCases)
    func constraints(_ engine: Engine) async throws {
        let refusals: [(SQL, DatabaseError.Kind)] = [
            ("INSERT INTO child (id, parent, n) VALUES ('a', 'p', 1)", .unique),
            ("INSERT INTO child (id, parent, n) VALUES ('b', 'none', 1)", .foreignKey),
            ("INSERT INTO child (id, parent, n) VALUES ('b', 'p', -1)", .check),
            ("INSERT INTO child (id, parent, n) VALUES ('b', 'p', NULL)", .notNull),
            ("INSERT INTO nowhere (id) VALUES ('b')", .syntax),
            ("SELEKT 1", .syntax),
        ]
        try await engine.withDatabase { database in
            try await database.write { transaction in
                try transaction.run("CREATE TABLE parent (id TEXT PRIMARY KEY)")
                try transaction.run(
                    """
                    CREATE TABLE child (
                        id TEXT PRIMARY KEY,
                        parent TEXT NOT NULL REFERENCES parent (id),
                        n BIGINT NOT NULL CHECK (n >= 0)
                    )
                    """)
                try transaction.run("INSERT INTO parent (id) VALUES ('p')")
                try transaction.run("INSERT INTO child (id, parent, n) VALUES ('a', 'p', 0)")
            }
            for (sql, kind) in refusals {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write { transaction in _ = try transaction.run(sql) }
                }
                #expect(error?.kind == kind, "\(sql.text)")
            }
        }
    }

    @Test("refuses U+0000 in a text, as a check", arguments: Engine.allCases)
    func nulText(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { transaction in
                _ = try transaction.run("CREATE TABLE item (t TEXT)")
            }
            for text in ["\u{0}", "before\u{0}after", "after\u{0}"] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write { transaction in
                        _ = try transaction.run("INSERT INTO item (t) VALUES (\(text))")
                    }
                }
                #expect(error?.kind == .check)
            }
        }
    }

    @Test("refuses values that do not fit its parameters", arguments: Engine.allCases)
    func parameterCount(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            for sql: SQL in [
                "SELECT CAST($1 AS TEXT) AS t", "SELECT CAST(\("a") AS TEXT) || $2 AS t",
            ] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.read { transaction in try transaction.run(sql).count }
                }
                #expect(error?.kind == .syntax)
            }
        }
    }

    @Test("gives a row that refuses a wrong name or type", arguments: Engine.allCases)
    func decoding(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            let row = try await database.read { transaction in
                try transaction.run("SELECT 1 AS n, CAST('x' AS TEXT) AS t")[0]
            }
            #expect(throws: DatabaseError(kind: .decoding, message: "no column m")) {
                _ = try row.get("m") as Int
            }
            #expect(throws: DatabaseError(kind: .decoding, message: "column t is not a Int")) {
                _ = try row.get("t") as Int
            }
            #expect(throws: DatabaseError.self) { _ = try row.get("n") as String }
        }
    }

    @Test("survives leaving the cache of prepared statements", arguments: Engine.allCases)
    func cacheEviction(_ engine: Engine) async throws {
        var sqlite = SQLiteOptions()
        sqlite.statementsCachedMax = 4
        var postgreSQL = PostgreSQLOptions.small
        postgreSQL.statementsCachedMax = 4
        try await engine.withDatabase(sqlite: sqlite, postgreSQL: postgreSQL) { database in
            try await database.write { transaction in
                try transaction.run("CREATE TABLE item (n BIGINT)")
                for round in 0..<3 {
                    for count in 1...12 {
                        let rows = [[any SQLValue]](repeating: [round], count: count)
                        try transaction.run("INSERT INTO item (n) VALUES \(rows: rows)")
                    }
                }
                let row = try transaction.run("SELECT COUNT(*) AS many FROM item")[0]
                #expect(try row.get("many") == 3 * 78)
            }
        }
    }

    @Test("sees a column that was added behind it", arguments: Engine.allCases)
    func changedSchema(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { transaction in
                try transaction.run("CREATE TABLE item (a BIGINT)")
                try transaction.run("INSERT INTO item (a) VALUES (1)")
            }
            let everything: SQL = "SELECT * FROM item"
            for _ in 0..<8 { _ = try await database.read { try $0.run(everything) } }
            try await database.write { transaction in
                try transaction.run("ALTER TABLE item ADD COLUMN b BIGINT")
                try transaction.run("UPDATE item SET b = 2")
            }
            for _ in 0..<8 {
                let row = try await database.read { try $0.run(everything)[0] }
                #expect(try row.get("b") == 2)
            }
        }
    }
}
