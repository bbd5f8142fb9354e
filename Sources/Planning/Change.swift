package import OmniModel

/// Who made a difference between the manifest and Omni (docs/how-it-works.md, "What is compared").
package enum Cause: String, Sendable, Hashable, CaseIterable {
    /// The manifest changed since the last apply.
    case pending
    /// Omni changed since the last apply.
    case drift
    case both
    /// Omni is as an apply was about to make it that was cut off, or whose request was never answered.
    case cutOff = "cut_off"
}

/// One difference between what the manifest wants and what there is, and what the plan makes of it.
package enum Change: Sendable, Hashable {
    case attach(EnvironmentTarget, values: [AttributeValue], Cause)
    /// Omni has it and the state does not know it: it is recorded, without a request.
    case adopt(EnvironmentTarget, values: [AttributeValue])
    case setValues(EnvironmentTarget, from: [AttributeValue], to: [AttributeValue], Cause)
    case detach(EnvironmentTarget, values: [AttributeValue])
    case setAttribute(from: Connection.Attribute, to: EnvironmentUserAttribute, Cause)
    case removeAttribute(EnvironmentUserAttribute)
    /// The manifest protects it from now on, or no longer: recorded, without a request.
    case protect(EnvironmentTarget)
    /// Managed, no longer in the manifest, and left alone because nobody asked to prune.
    case orphaned(EnvironmentTarget, values: [AttributeValue])
    case orphanedAttribute(EnvironmentUserAttribute)
    /// The base that has these orphans has left the manifest itself, so that it has to be named as a target for
    /// pruning: by its last label, or by its id where another base has that label.
    case orphanedBase(String)
    /// Managed, no longer in the manifest, and already gone from Omni.
    case gone(EnvironmentTarget)
    /// In Omni on a managed base, and known to neither manifest nor state: never touched.
    case unmanaged(EnvironmentKey, EnvironmentID, values: [AttributeValue])

    /// Who made it, of what the plan writes.
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
