import Storage
import Testing

@Suite("A database's address")
struct DatabaseURLTests {
    @Test("names the engine")
    func engines() throws {
        #expect(try DatabaseURL("sqlite:foyer.db").engine == .sqlite(.file("foyer.db")))
        #expect(try DatabaseURL("sqlite:/var/foyer.db").engine == .sqlite(.file("/var/foyer.db")))
        #expect(
            try DatabaseURL("sqlite:///var/foyer.db").engine == .sqlite(.file("///var/foyer.db")))
        #expect(try DatabaseURL("sqlite::memory:").engine == .sqlite(.memory))
        for address in ["postgres://h/d", "postgresql://u:p@a:1,b:2/d?connect_timeout=1"] {
            #expect(try DatabaseURL(address).engine == .postgreSQL(address))
        }
    }

    @Test(
        "is refused without being repeated",
        arguments: [
            "", "secret", "mysql://u:secret@h/d", "sqlite:", "sqlite://secret", "postgres:secret",
        ])
    func refused(_ address: String) throws {
        let error = #expect(throws: DatabaseError.self) { try DatabaseURL(address) }
        #expect(error?.description.contains("secret") == false)
        #expect(error?.kind == .syntax)
    }

    @Test(
        "never shows its password",
        arguments: [
            "postgresql://u:secret@h:1/d", "postgres://u:se/cret@h/d",
            "postgres://u:secret@a,b/d?x=1",
            "postgresql://h/d?user=u&password=secret&x=1", "postgresql://u:s?ecret@h/d",
            "postgresql://u:s@ecret@h/d", "postgresql://h/d?sslpassword=secret",
        ])
    func masked(_ address: String) throws {
        let url = try DatabaseURL(address)
        var dumped = ""
        dump(url, to: &dumped)
        for text in ["\(url)", String(reflecting: url), dumped] {
            #expect(!text.contains("cret"))
            #expect(text.contains("***"))
        }
    }

    @Test("shows all else")
    func shown() throws {
        #expect("\(try DatabaseURL("sqlite:/a b.db"))" == "sqlite:/a b.db")
        #expect("\(try DatabaseURL("postgresql://u@h/d?x=1"))" == "postgresql://u@h/d?x=1")
        #expect("\(try DatabaseURL("postgresql://u:p@h/d?x=1"))" == "postgresql://u:***@h/d?x=1")
    }
}
