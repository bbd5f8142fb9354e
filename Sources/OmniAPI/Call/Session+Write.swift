import HTTPTransport

extension Session {
    /// Sends a write once and reads its answer. Whatever is wrong with an answer of success leaves in doubt whether the
    /// write took place.
    func write(_ request: APIRequest, on permits: Permits) async throws(OmniError) -> WriteAnswer {
        let progress = CallProgress(request)
        let (result, _) = await attempt(request, on: permits)
        let response = try conclude(result, progress)
        do {
            return try WriteAnswer(response.body)
        } catch {
            var unreadable = progress.error(.unreadableAnswer(status: response.status, .json(error)))
            unreadable.mayHaveBeenCarriedOut = true
            throw unreadable
        }
    }

    /// Sends a write whose body has two forms and reads its answer: one that is refused for its form goes out once in the
    /// other, as long as no write of its kind has succeeded.
    func write(_ write: FormedWrite, on permits: Permits) async throws(OmniError) -> WriteAnswer {
        let (form, isAccepted) = forms.known(for: write.kind)
        do throws(OmniError) {
            return try await self.write(write, in: form, on: permits)
        } catch {
            guard !isAccepted, mayTryOtherForm(write.kind, after: error) else { throw error }
            do throws(OmniError) {
                return try await self.write(write, in: form.other, on: permits)
            } catch let other {
                throw other.isRefusalOfForm ? error : other
            }
        }
    }

    /// A create that may have been carried out is not sent again in any form.
    private func mayTryOtherForm(_ kind: FormedWrite.Kind, after refusal: OmniError) -> Bool {
        refusal.isAboutForm && (kind != .attach || !refusal.mayHaveBeenCarriedOut)
    }

    private func write(_ write: FormedWrite, in form: WireForm, on permits: Permits)
        async throws(OmniError) -> WriteAnswer
    {
        let answer = try await self.write(try write.request(in: form), on: permits)
        forms.note(form, acceptedFor: write.kind)
        return answer
    }
}

extension OmniError {
    /// Whether the form was refused and nothing else can have happened.
    fileprivate var isRefusalOfForm: Bool { !mayHaveBeenCarriedOut && isAboutForm }

    /// The details that docs/omni-api.md lists for a body that was understood, in lower case.
    private static let refusalsOfContent = [
        "invalid method", "baseconnectionid", "not valid for this connection", "already in use",
        "id: invalid uuid",
    ]

    /// What servers answer to a body that they cannot read.
    private static let statusesOfForm: Set = [400, 415, 422]

    /// Whether the body's form may be what is refused, rather than what it asks.
    fileprivate var isAboutForm: Bool {
        guard case .refused(let status, let detail) = kind, Self.statusesOfForm.contains(status) else {
            return false
        }
        let words = detail?.lowercased() ?? ""
        return !Self.refusalsOfContent.contains { words.contains($0) }
    }
}
