import Foundation
import JSONText
import SharedStores
import StateStore
import Testing

/// Whose credentials are taken, and which are refused before anything is signed with them.
@Suite struct CredentialTests {
    private static func credentials(
        _ variables: [String: String],
        config: String = "",
        shared: String = ""
    ) async throws -> AWSCredentials {
        let folder = FileManager.default.temporaryDirectory.appending(path: "omnienv-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var variables = variables
        for (name, file, text) in [
            ("AWS_CONFIG_FILE", "config", config), ("AWS_SHARED_CREDENTIALS_FILE", "credentials", shared),
        ] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let path = folder.appending(path: file)
            try Data(text.utf8).write(to: path)
            variables[name] = path.path
        }
        return try await CredentialSource(variables, hide: { _ in }).credentials()
    }

    private static let keys = "aws_access_key_id = K\naws_secret_access_key = S\n"

    @Test func `keys come from the variables, or from the profile`() async throws {
        let own = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "B"]
        #expect(try await Self.credentials(own, shared: "[default]\n\(Self.keys)").key == "A")
        #expect(try await Self.credentials([:], shared: "[default]\n\(Self.keys)").key == "K")
        #expect(
            try await Self.credentials(["AWS_PROFILE": "x"], config: "[profile x]\n\(Self.keys)").key == "K"
        )
    }

    /// Otherwise a run would go on with the right of somebody else than is named.
    @Test(arguments: [
        (["AWS_ACCESS_KEY_ID": "A"], "AWS_SECRET_ACCESS_KEY is not"),
        (["AWS_SECRET_ACCESS_KEY": "A"], "AWS_ACCESS_KEY_ID is not"),
        (["AWS_PROFILE": "nobody"], "no profile \"nobody\""), (["AWS_PROFILE": "role"], "names a role"),
    ])
    func `what is named by halves, or is not there, is replaced by nobody else`(
        _ variables: [String: String],
        _ words: String
    ) async throws {
        let error = await #expect(throws: StoreError.self) {
            try await Self.credentials(
                variables,
                config: "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default\n",
                shared: "[default]\n\(Self.keys)[role]\n\(Self.keys)"
            )
        }
        #expect("\(try #require(error))".contains(words))
    }

    @Test(arguments: [
        (#""2099-01-01T00:00:00Z"}"#, true), ("null}", true), (#""2099-01-01T00:00:00.123Z"}"#, true),
        (#"null, "SessionToken": ""}"#, true), (#""tomorrow"}"#, false),
        ("4102444800}", false),
        (#""2099-01-01T00:00:00Z"} and more"#, false),
    ])
    func `an end that cannot be read is not taken for none`(_ end: String, _ isTaken: Bool) async throws {
        let printed = FileManager.default.temporaryDirectory.appending(path: "omnienv-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: printed) }
        try Data(
            #"{"Version": 1, "AccessKeyId": "K", "SecretAccessKey": "S", "Expiration": \#(end)"#.utf8
        )
        .write(to: printed)
        let config = "[default]\ncredential_process = /bin/cat \(printed.path)\n"
        if isTaken {
            #expect(try await Self.credentials([:], config: config).key == "K")
        } else {
            await #expect(throws: StoreError.self) { try await Self.credentials([:], config: config) }
        }
    }

    @Test(arguments: [
        ("K\r\nx-evil: 1", "S", "T"), ("K", "", "T"), ("", "S", "T"), ("K", "S", "T\n"), ("K", "S", "Ü"),
        ("K K", "S", "T"),
    ])
    func `what no header can have is refused`(_ key: String, _ secret: String, _ session: String)
        async throws
    {
        let variables = [
            "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": session,
        ]
        let error = await #expect(throws: StoreError.self) { try await Self.credentials(variables) }
        #expect("\(try #require(error))".contains("no header can have"))
    }
}

/// Who holds a lock, as stores repeat it.
@Suite struct StoreLockTests {
    private static let lock = StoreLock(
        id: "i",
        operation: "o",
        info: "n",
        who: "w",
        version: "v",
        created: "c"
    )

    @Test func `a lock is read in whatever case its names are, and whatever stands beside them`() {
        let text = String(decoding: Self.lock.json.bytes, as: UTF8.self)
        let members = ["ID", "Operation", "Info", "Who", "Version", "Created"]
        let lower = members.reduce(text) { $0.replacing("\"\($1)\"", with: "\"\($1.lowercased())\"") }
        let more = text.replacing(#"{"#, with: #"{"Meta":{"ID":"x"},"List":[1],"#)
        for text in [text, lower, more] {
            #expect(StoreLock(reading: Array(text.utf8)) == Self.lock)
        }
        for text in ["", "[]", "{}", #"{"ID":""}"#, #"{"ID":1}"#, "<html>"] {
            #expect(StoreLock(reading: Array(text.utf8)) == nil)
        }
    }
}
