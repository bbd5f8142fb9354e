import ArgumentParser
import Diagnostics
import DurableFiles
import FoundationEssentials
import OmniModel
import Planning

/// Drift as Prometheus reads it from a file. Labels are those of base connections: tenants stand in values, which no label
/// repeats.
struct DriftMetrics {
    /// `nil` when the check could not be made.
    let report: DriftReport?
    let time: Date

    var text: String {
        let seconds = Int(time.timeIntervalSince1970)
        return (report.map(families) ?? []).joined()
            + family(
                "omnienv_last_check_success",
                "Whether Omni could be compared with the last apply.",
                [
                    ([], report == nil ? 0 : 1)
                ]
            )
            + family("omnienv_last_check_timestamp_seconds", "When that was tried.", [([], seconds)])
    }

    private func families(_ report: DriftReport) -> [String] {
        let bases = Dictionary(report.bases.map { (ExactText($0.label), $0) }) { first, _ in first }
        let drifts = report.labels.map { (label: $0, base: bases[ExactText($0)]) }
        let values = drifts.flatMap { label, base in
            Cause.allCases.map { cause in
                ([("base", label), ("cause", cause.rawValue)], base?.values(of: cause) ?? 0)
            }
        }
        return [
            family(
                "omnienv_drift_differences",
                "Environments, user attributes and connections that differ, by who changed them.",
                Cause.allCases.map { ([("cause", $0.rawValue)], report.count(of: $0)) }
            ),
            family("omnienv_drift_values", "Values that differ, by who changed them.", values),
            family(
                "omnienv_fallback_values",
                "Values that the last apply routed to an environment and that reach the base connection now.",
                drifts.map { ([("base", $0)], $1?.fallenValues.count ?? 0) }
            ),
        ]
    }

    private typealias Sample = (labels: [(name: String, text: String)], value: Int)

    /// Samples of the same labels, as long ones may become, are one.
    private func family(_ name: String, _ help: String, _ samples: [Sample]) -> String {
        var order: [String] = []
        var sums: [String: Int] = [:]
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\($0.text.metricLabel)\"" }.joined(separator: ",")
            let key = name + (labels.isEmpty ? "" : "{\(labels)}")
            if sums[key] == nil { order.append(key) }
            sums[key, default: 0] += sample.value
        }
        let lines = order.map { "\($0) \(sums[$0] ?? 0)\n" }
        return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n" + lines.joined()
    }
}

extension String {
    private static let longest = 255

    /// Printable, of at most 255 bytes, and escaped as a label's value has to be.
    fileprivate var metricLabel: String {
        var cut = ""
        for scalar in printable.unicodeScalars {
            guard cut.utf8.count + String(scalar).utf8.count <= Self.longest else { break }
            cut.unicodeScalars.append(scalar)
        }
        return cut.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}

struct MetricsOptions: ParsableArguments {
    /// The name of another kind of file is a slip, and would cost that file.
    private static let suffix = ".prom"

    @Option(
        help: ArgumentHelp(
            "Write what was found for Prometheus into this file too, whose name ends in .prom. It is replaced at once.",
            valueName: "file"
        ),
        completion: .file(extensions: ["prom"]),
        transform: usablePath
    )
    var metrics: String?

    func validate() throws {
        guard let metrics, !metrics.hasSuffix(Self.suffix) else { return }
        throw ValidationError(
            "a file of metrics has a name that ends in \(Self.suffix), unlike \(metrics.quoted)"
        )
    }

    /// Lets a check run, and writes also that it failed, so that nobody takes an old result for a new one.
    func noticing(_ console: Console, _ check: () async throws -> DriftReport) async throws -> DriftReport {
        do {
            return try await check()
        } catch {
            do throws(FileError) { try write(nil) } catch { console.error("\(error)") }
            throw error
        }
    }

    /// - Parameter report: `nil` when the check could not be made.
    func write(_ report: DriftReport?) throws(FileError) {
        guard let metrics else { return }
        let text = DriftMetrics(report: report, time: Date()).text
        try SystemFiles().replace(metrics, with: Array(text.utf8), keepsAccess: true)
    }
}
