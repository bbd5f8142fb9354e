import OmniModel
import SharedStores
import StateStore
import Testing

/// What an operator writes, and what becomes a host of it.
@Suite struct SettingTests {
    @Test(arguments: [
        ("s3://states/key?region=us-east-1/evil.example", StoreSettingError.region("us-east-1/evil.example")),
        ("s3://states/key?region=x%2F..", .region("x/..")), ("s3://states/key?region=", .region("")),
        ("s3://b/key?region=eu-west-1", .bucket("b")), ("s3://Evil@host/key", .bucket("Evil@host")),
        ("s3://states/?region=eu-west-1", .key("")), ("s3://states/a/../b?region=eu-west-1", .key("a/../b")),
        ("s3://states/a%2fb", .key("a%2fb")), ("s3://states/key", .noRegion),
        ("s3://states/key?profile=x", .unknownOption("profile")),
        (
            "s3://states/key?endpoint=http://example.com",
            .address("the endpoint", .plainHTTP(host: "example.com"))
        ),
        ("s3://states/key?endpoint=https://u:p@example.com", .address("the endpoint", .userInfo)),
    ])
    func `an address that cannot be meant is refused before a host is made of it`(
        text: String,
        problem: StoreSettingError
    ) {
        #expect(throws: problem) { try S3Setting(text, variables: [:], profileRegion: nil) }
    }

    @Test func `S3 is reached by the bucket's own host, and other engines by a path`() throws {
        let aws = try S3Setting("s3://states/a/key?region=eu-west-1", variables: [:], profileRegion: nil)
        #expect(aws.origin.description == "https://states.s3.eu-west-1.amazonaws.com")
        let variables = ["AWS_ENDPOINT_URL": "http://127.0.0.1:8333", "AWS_REGION": "eu-west-1"]
        let other = try S3Setting("s3://states/key", variables: variables, profileRegion: nil)
        #expect(other.origin.description == "http://127.0.0.1:8333")
        let dotted = try S3Setting("s3://my.states/key", variables: [:], profileRegion: "cn-north-1")
        #expect(dotted.origin.description == "https://s3.cn-north-1.amazonaws.com.cn")
    }

    @Test func `credentials go to the origin of the state and nowhere else`() throws {
        var variables = [
            "TF_HTTP_ADDRESS": "https://states.example/a", "TF_HTTP_LOCK_ADDRESS": "https://other.example/a",
        ]
        #expect(throws: StoreSettingError.otherOrigin("TF_HTTP_LOCK_ADDRESS")) {
            try HTTPStoreSetting(terraform: variables)
        }
        variables["TF_HTTP_LOCK_ADDRESS"] = nil
        #expect(throws: StoreSettingError.missing("TF_HTTP_LOCK_ADDRESS", for: "http")) {
            try HTTPStoreSetting(terraform: variables)
        }
        #expect(throws: StoreSettingError.address("--state", .plainHTTP(host: "states.example"))) {
            try HTTPStoreSetting(address: "http://states.example/a", variables: [:])
        }
        #expect(throws: StoreSettingError.address("--state", .query)) {
            try HTTPStoreSetting(address: "https://states.example/a?project=warehouse", variables: [:])
        }
    }

    @Test func `GitLab's own variables say where a project's state is`() throws {
        let variables = [
            "CI_API_V4_URL": "https://gitlab.example/api/v4", "CI_PROJECT_ID": "42", "CI_JOB_TOKEN": "token",
        ]
        let setting = try HTTPStoreSetting(gitLab: "prod", variables: variables)
        #expect(setting.name == "https://gitlab.example/api/v4/projects/42/terraform/state/prod")
        #expect(setting.secrets == ["token"])
        #expect(throws: StoreSettingError.name("../42")) {
            try HTTPStoreSetting(gitLab: "../42", variables: variables)
        }
    }
}

/// The JSON object in which HTTP stores keep a state.
@Suite struct StateEnvelopeTests {
    private static let lines =
        #"{"record":"state","a":"x\ny, ]}"}"# + "\n" + #"{"record":"serial","serial":7}"# + "\n"

    @Test func `lines come back as they were, however the store lays the object out`() throws {
        let content = StoredState(text: Array(Self.lines.utf8), serial: 7, lineage: "l")
        let text = String(decoding: StateEnvelope.text(of: content), as: UTF8.self)
        #expect(text.hasPrefix(#"{"version":1000,"serial":7,"lineage":"l","omnienv":[{"record":"state""#))
        for laidOut in [text, text.replacing("},{", with: "},\n  {").replacing("[{", with: "[\n{")] {
            #expect(
                String(decoding: try StateEnvelope.lines(of: Array(laidOut.utf8)), as: UTF8.self)
                    == Self.lines
            )
        }
    }

    @Test(arguments: [
        #"{"version":4,"serial":1,"lineage":"l","resources":[]}"#, "[]", "{}", "hello", #"{"version":1000}"#,
        #"{"version":1000,"omnienv":{}}"#, #"{"version":1000,"omnienv":[]} x"#,
    ])
    func `whatever omnienv has not written is foreign`(_ text: String) {
        #expect(throws: StoreError.self) { try StateEnvelope.lines(of: Array(text.utf8)) }
    }
}
