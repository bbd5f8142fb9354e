import ArgumentParser
import Diagnostics
import Manifest
import StateStore

/// The variables that stand for a flag, for pipelines that set one for all of their commands. What approves an apply or
/// lifts a guard has none: it has to stand in the command that somebody reads.
enum SettingVariable: String, CaseIterable {
    case file = "OMNIENV_FILE"
    case state = "OMNIENV_STATE"
    case tokenFile = "OMNIENV_TOKEN_FILE"
    case profile = "OMNIENV_PROFILE"
    case rate = "OMNIENV_RATE"
    case parallelism = "OMNIENV_PARALLELISM"
    case lockTimeout = "OMNIENV_LOCK_TIMEOUT"
    case expect = "OMNIENV_EXPECT"
    case color = "OMNIENV_COLOR"
    case quiet = "OMNIENV_QUIET"
    case verbose = "OMNIENV_VERBOSE"

    /// What it has to be, for one that cannot be read; `nil` for a text that it takes.
    func demand(on text: String) -> String? {
        switch self {
        case .file, .state, .tokenFile, .profile: nil
        case .rate, .parallelism: (Int(text) ?? 0) < 1 ? "takes a number from 1 up" : nil
        case .lockTimeout: TimeSpan(argument: text) == nil ? "takes a time, such as 30s or 5m" : nil
        case .expect:
            Digest(text: text) == nil ? "takes the \(Digest.length) hexadecimal digits that plan prints" : nil
        case .color: ColorMode(rawValue: text) == nil ? "takes auto, always or never" : nil
        case .quiet, .verbose: Switch(argument: text) == nil ? "takes 1 or 0" : nil
        }
    }

    /// The path that it holds; a path has to be one that can be meant.
    var isPath: Bool {
        switch self {
        case .file, .state, .tokenFile: true
        default: false
        }
    }

    /// - Throws: a usage error for a variable that cannot be read, whatever the command: a slip in a pipeline's settings
    ///   is told by the first of its commands.
    static func check(_ variables: Variables = Variables()) throws {
        for variable in allCases {
            guard let text = variables[variable.rawValue] else { continue }
            if variable.isPath { _ = try usablePath(text) }
            guard let demand = variable.demand(on: text) else { continue }
            throw ValidationError("\(variable.rawValue) \(demand), not \(text.quoted)")
        }
    }
}

/// `1`, `true`, `yes`, `on`, or the opposites.
struct Switch: ExpressibleByArgument {
    let isOn: Bool

    init(isOn: Bool) { self.isOn = isOn }

    init?(argument: String) {
        switch argument.lowercased() {
        case "1", "true", "yes", "on": isOn = true
        case "0", "false", "no", "off": isOn = false
        default: return nil
        }
    }
}

/// What is in force, and who said so: a flag goes before its variable, and where neither says anything there is a
/// standard.
struct Setting<Value> {
    let value: Value
    /// The name of the flag or the variable; `nil` of a standard.
    let source: String?

    init(_ value: Value, from source: String?) { (self.value, self.source) = (value, source) }

    func map<Other>(_ transform: (Value) -> Other) -> Setting<Other> {
        Setting<Other>(transform(value), from: source)
    }
}

extension Setting where Value: ExpressibleByArgument {
    /// - Parameter flag: what the command line says. `SettingVariable.check` has refused what no value can be made of.
    init(_ flag: Value?, _ name: String, _ variable: SettingVariable, else standard: Value) {
        let stated = Setting<Value?>(flag, name, variable)
        self.init(stated.value ?? standard, from: stated.source)
    }
}

extension Setting {
    /// Of an option without a standard.
    init<Given: ExpressibleByArgument>(_ flag: Given?, _ name: String, _ variable: SettingVariable)
    where Value == Given? {
        if let flag {
            self.init(flag, from: name)
        } else {
            let value = Variables()[variable.rawValue].flatMap { Given(argument: $0) }
            self.init(value, from: value == nil ? nil : variable.rawValue)
        }
    }
}

extension Setting where Value == Bool {
    /// Of a flag that is on when it is given.
    init(_ flag: Bool, _ name: String, _ variable: SettingVariable) {
        self = Setting<Switch>(flag ? Switch(isOn: true) : nil, name, variable, else: Switch(isOn: false))
            .map(\.isOn)
    }
}

extension ManifestInputs {
    /// The manifest where nobody names one.
    static let standard = "omnienv.yaml"

    /// The manifests that the command line or the variable names, if either does.
    static func setting(_ flags: [String]) -> Setting<[String]?> {
        guard flags.isEmpty else { return Setting(flags, from: "--file") }
        return Setting<String?>(nil, "--file", .file).map { $0.map { [$0] } }
    }
}

/// A path as an option or a variable gives it. One that cannot be meant is a usage error: it is empty when a variable in
/// a script is not set, and a line break or another control character comes from a file with other line ends.
@Sendable func usablePath(_ path: String) throws -> String {
    guard !path.isEmpty else {
        throw ValidationError("an empty path; leave the option out, or name a file")
    }
    guard let control = path.unicodeScalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
        return path
    }
    throw ValidationError(
        "the path \(path.quoted) holds the control character \(control.codePoint); name it without"
    )
}
