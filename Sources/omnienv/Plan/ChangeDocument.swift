import Diagnostics
import JSONText
import OmniModel
import Planning

extension Change {
    /// One difference, in JSON. Members that a kind of change does not have are left out.
    ///
    /// - Parameter names: what Omni calls the connections, as far as that is known.
    func document(names: [ConnectionID: String] = [:]) -> JSONValue {
        content.adding([
            "connection_name": connection.flatMap { names[$0] }.map(JSONValue.string),
            "cause": (cause?.rawValue).map(JSONValue.string),
        ])
    }

    private var content: JSONValue {
        switch self {
        case .attach(let target, let values, _): target.document("attach", after: values)
        case .adopt(let target, let values): target.document("adopt", before: values)
        case .setValues(let target, let from, let to, _):
            target.document("set_values", before: from, after: to)
        case .detach(let target, let values): target.document("detach", before: values)
        case .setAttribute(let before, let attribute, _):
            attribute.document("set_attribute").adding([
                // What the base has now.
                "attribute_before": (before.attribute?.name).map(JSONValue.string),
                "default_values_before": (before.attribute?.defaultValues).map(JSONValue.values),
                // Whether the base gets its first one. False also where nobody knows what it has now.
                "first": .boolean(before == .none),
            ])
        case .removeAttribute(let attribute): attribute.document("remove_attribute")
        case .orphaned(let target, let values): target.document("orphaned", before: values)
        case .orphanedAttribute(let attribute): attribute.document("orphaned_attribute")
        case .orphanedBase(let label):
            [
                "action": "orphaned_base", "address": .string(label),
                // What detaches all that it has.
                "command": pruningCommand.map(JSONValue.text),
            ]
        case .protect(let target): target.document(target.isProtected ? "protect" : "unprotect")
        case .gone(let target): target.document("gone")
        case .unmanaged(let key, let id, let values):
            [
                "action": "unmanaged", "connection": .string(key.connection.text),
                "environment": .string(id.text), "before": .values(values),
            ]
        }
    }
}

extension EnvironmentTarget {
    fileprivate func document(
        _ action: String,
        before: [AttributeValue]? = nil,
        after: [AttributeValue]? = nil
    ) -> JSONValue {
        document.adding([
            "action": .string(action),
            "before": before.map(JSONValue.values), "after": after.map(JSONValue.values),
        ])
    }

    /// `environment` is the id; absent while the plan's own attach has not given it.
    fileprivate var document: JSONValue {
        [
            "address": .string(address.description), "connection": .string(key.connection.text),
            "environment": id.map { .string($0.text) },
        ]
    }
}

extension EnvironmentUserAttribute {
    fileprivate func document(_ action: String) -> JSONValue {
        [
            "action": .string(action), "attribute": .string(name), "default_values": .values(defaultValues),
        ]
    }
}

extension Step {
    /// One request, in JSON. One that sets or removes the base's user attribute is about no environment.
    var document: JSONValue {
        let head: JSONValue = [
            "method": .text(method),
            "addresses": .strings(targets.map(\.address.description)),
            "environments": .array(
                targets.map { $0.document.adding(["protected": .boolean($0.isProtected)]) }
            ),
        ]
        return head.adding(content)
    }

    /// `before` is what `values` take the place of, or what a detached environment has; `attribute_before` is absent where the
    /// base has no attribute, or nobody knows it. One that `releases` only frees values that others wait for: another
    /// request for the same follows.
    private var content: JSONValue {
        switch self {
        case .attach, .removeAttribute: ["releases": .boolean(false)]
        case .setValues(_, let from, let to, let purpose):
            [
                "values": .values(to), "before": .values(from), "releases": .boolean(purpose == .release),
            ]
        case .detach(_, let values): ["before": .values(values), "releases": .boolean(false)]
        case .setAttribute(let new, let old, let purpose):
            [
                "attribute": .string(new.name), "values": .values(new.defaultValues),
                "attribute_before": (old?.name).map(JSONValue.string),
                "before": (old?.defaultValues).map(JSONValue.values),
                "releases": .boolean(purpose == .release),
            ]
        }
    }
}
