import HTTPTransport
import JSONText
import OmniModel

/// The writes whose body has two forms.
enum FormedWrite: Sendable, Hashable {
    enum Kind: Sendable, Hashable, CaseIterable {
        case attach
        case setValues
    }

    case attach([ConnectionID], to: ConnectionID)
    case setValues([AttributeValue], of: EnvironmentID)

    var kind: Kind {
        switch self {
        case .attach: .attach
        case .setValues: .setValues
        }
    }

    var call: APICall {
        switch self {
        case .attach: APICall(.post, Path.environments)
        case .setValues(_, let environment): APICall(.put, Path.environment(environment))
        }
    }

    /// - Throws: `unsendable` for a text that the form would not carry unchanged.
    func request(in form: WireForm) throws(OmniError) -> APIRequest {
        let texts = self.texts
        if let text = texts.first(where: { !form.carries($0) }) {
            throw OmniError(call: call, attempts: 0, kind: .unsendable(value: text))
        }
        let list = form.list(texts)
        switch self {
        case .attach(_, let base):
            let base = JSONValue.string(base.text)
            let body = JSONValue.object(["baseConnectionId": base, "environmentConnectionIds": list])
            return APIRequest(call, body: body.bytes)
        case .setValues:
            return APIRequest(call, body: JSONValue.object(["userAttributeValues": list]).bytes)
        }
    }

    private var texts: [String] {
        switch self {
        case .attach(let connections, _): connections.map(\.text)
        case .setValues(let values, _): values.texts
        }
    }
}
