import HTTPTransport
import JSONText

extension Session {
    /// Carries out a GET and reads its answer.
    func read<Value>(
        _ path: String,
        using reservation: Reservation? = nil,
        as value: ([UInt8]) throws(JSONProblem) -> Value
    ) async throws(OmniError) -> Value {
        let request = APIRequest(APICall(.get, path))
        let (response, progress) = try await answer(to: request, using: reservation)
        do {
            return try value(response.body)
        } catch {
            throw progress.error(.unreadableAnswer(status: response.status, .json(error)))
        }
    }
}
