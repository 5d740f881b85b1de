import Testing

@testable import SallyportServer

@Suite("Reading a .env file")
struct EnvironmentFileTests {
    @Test(
        "a line is read as the field's tools read it",
        arguments: [
            ("NAME=value", "value"),
            ("  NAME = value  ", "value"),
            ("export NAME=value", "value"),
            ("export   NAME=value", "value"),
            ("NAME=", ""),
            ("NAME=\"\"", ""),
            ("NAME=a=b==", "a=b=="),
            ("NAME=\"a=b\"", "a=b"),
            ("NAME=value # a comment", "value"),
            ("NAME=value\t# a comment", "value"),
            ("NAME=va#lue", "va#lue"),
            ("NAME=\"va # lue\" # a comment", "va # lue"),
            ("NAME='va # lue'", "va # lue"),
            ("NAME=`va 'l\" ue`", "va 'l\" ue"),
            ("NAME=\"  value  \"", "  value  "),
            (#"NAME="two\nlines""#, "two\nlines"),
            (#"NAME='two\nlines'"#, #"two\nlines"#),
            (#"NAME="a\"b\\c""#, #"a"b\c"#),
            ("NAME=it's", "it's"),
            ("NAME=$HOME", "$HOME"),
            ("NAME=pässwörd 🔑", "pässwörd 🔑"),
        ])
    func line(_ text: String, value: String) throws {
        #expect(try EnvironmentFile.parse(text) == ["NAME": value])
    }

    @Test("comments and empty lines count for nothing, and of two lines with one name the last counts")
    func severalLines() throws {
        let text = """
            # SECRET=no

            ONE=1
              # indented
            TWO=2
            ONE=3

            """
        #expect(try EnvironmentFile.parse(text) == ["ONE": "3", "TWO": "2"])
    }

    @Test("lines may end as Windows ends them")
    func carriageReturns() throws {
        let text = "# first\r\nONE=1\r\n\r\nexport TWO=\"2 # 2\"\r\nTHREE=3 # three\r\nFOUR='4'"
        #expect(try EnvironmentFile.parse(text) == ["ONE": "1", "TWO": "2 # 2", "THREE": "3", "FOUR": "4"])
    }

    @Test(
        "what cannot be read is told by its line, and never with the value",
        arguments: [
            ("ONE=1\nTWO=\"hidden-value\nTHREE=3", 2),
            ("ONE=1\r\nTWO=\"hidden-value\r\nTHREE=3", 2),
            ("TWO='hidden-value", 1),
            ("\n\nTWO=`hidden-value", 3),
            (#"TWO="hidden-value\""#, 1),
            ("# comment\nhidden-value", 2),
            ("=hidden-value", 1),
            ("NO-NAME=hidden-value", 1),
            ("NO NAME=hidden-value", 1),
        ])
    func unreadable(_ text: String, line: Int) throws {
        let problem = try #require(throws: EnvironmentFile.Problem.self) { try EnvironmentFile.parse(text) }
        #expect(problem.line == line)
        #expect(!problem.problem.contains("hidden-value"))
    }

    @Test("a quote that is not closed is told with the name")
    func unclosedQuoteNamesTheVariable() throws {
        let problem = try #require(throws: EnvironmentFile.Problem.self) { try EnvironmentFile.parse("SECRET=\"abc") }
        #expect(problem.problem.contains("SECRET"))
        #expect(!problem.problem.contains("abc"))
    }

    @Test("an unreadable file is one of the problems of the configuration")
    func problemOfTheConfiguration() throws {
        let problems = try #require(throws: ConfigurationProblems.self) {
            try ServerConfiguration(environment: ["PORT": "none"], file: "ONE=1\nADMIN_PASSWORD=\"hidden-value\n")
        }
        #expect(problems.problems.map(\.name) == [".env, line 2", "PORT"])
        #expect(!problems.description.contains("hidden-value"))
    }
}
