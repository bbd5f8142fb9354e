package import OmniModel

/// Who made a difference between the manifest and Omni (docs/how-it-works.md, "What is compared").
package enum Cause: String, Sendable, Hashable, CaseIterable {
    /// The manifest changed since the last apply.
    case pending
    /// Omni changed since the last apply.
    case drift
    /// Both of them changed since then.
    case both
    /// Omni is as an apply was about to make it that was cut off, or whose request was never answered.
    case cutOff = "cut_off"
}

extension Cause {
    /// - Parameter isOwn: whether an apply whose end nobody knows made the difference, and nobody else.
    init(isPending: Bool, isDrift: Bool, isOwn: Bool = false) {
        self = isDrift ? (isOwn ? .cutOff : isPending ? .both : .drift) : .pending
    }
}

/// One difference between what the manifest wants and what there is, and what the plan makes of it.
package enum Change: Sendable, Hashable {
    /// The manifest names it and Omni does not have it.
    case attach(EnvironmentTarget, values: [AttributeValue], Cause)
    /// Omni has it and the state does not know it: it is recorded, without a request.
    case adopt(EnvironmentTarget, values: [AttributeValue])
    /// Omni has it with other values than the manifest: `from` is what it lists, `to` what the manifest says.
    case setValues(EnvironmentTarget, from: [AttributeValue], to: [AttributeValue], Cause)
    /// Managed, no longer in the manifest, and to be detached because somebody asked to prune.
    case detach(EnvironmentTarget, values: [AttributeValue])
    /// The base has another attribute, or other default values, than the manifest says.
    case setAttribute(from: Connection.Attribute, to: EnvironmentUserAttribute, Cause)
    /// The base's attribute is managed, no longer in the manifest, and to be removed because somebody asked to prune.
    case removeAttribute(EnvironmentUserAttribute)
    /// The manifest protects it from now on, or no longer: recorded, without a request.
    case protect(EnvironmentTarget)
    /// Managed, no longer in the manifest, and left alone because nobody asked to prune.
    case orphaned(EnvironmentTarget, values: [AttributeValue])
    /// The base's attribute is managed, no longer in the manifest, and left alone because nobody asked to prune.
    case orphanedAttribute(EnvironmentUserAttribute)
    /// The base that has these orphans has left the manifest itself, so that it has to be named as a target for
    /// pruning: by its last label, or by its id where another base has that label.
    case orphanedBase(String)
    /// Managed, no longer in the manifest, and already gone from Omni.
    case gone(EnvironmentTarget)
    /// In Omni on a managed base, and known to neither manifest nor state: never touched.
    case unmanaged(EnvironmentKey, EnvironmentID, values: [AttributeValue])

    /// Who made the difference; nil where the plan writes nothing, and where it takes away what left the manifest.
    package var cause: Cause? {
        switch self {
        case .attach(_, _, let cause), .setValues(_, _, _, let cause), .setAttribute(_, _, let cause): cause
        case .adopt, .protect, .detach, .removeAttribute, .orphaned, .orphanedAttribute, .orphanedBase, .gone,
            .unmanaged:
            nil
        }
    }

    /// Whether carrying it out asks something of Omni.
    package var needsRequest: Bool {
        switch self {
        case .attach, .setValues, .detach, .setAttribute, .removeAttribute: true
        case .adopt, .protect, .orphaned, .orphanedAttribute, .orphanedBase, .gone, .unmanaged: false
        }
    }
}

/// How many resources a plan or an apply adds, changes and destroys.
package struct ChangeCount: Sendable, Hashable {
    package var add = 0
    package var change = 0
    package var destroy = 0

    package init(add: Int = 0, change: Int = 0, destroy: Int = 0) {
        self.add = add
        self.change = change
        self.destroy = destroy
    }

    package init(_ changes: some Sequence<Change>) {
        for change in changes {
            switch change {
            case .attach: add += 1
            case .setValues, .setAttribute, .removeAttribute: self.change += 1
            case .detach: destroy += 1
            case .adopt, .protect, .orphaned, .orphanedAttribute, .orphanedBase, .gone, .unmanaged: break
            }
        }
    }
}
