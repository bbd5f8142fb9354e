import HTTPTransport

extension Session {
    /// Sends a write once and reads its answer. Whatever is wrong with an answer of success leaves in doubt whether the
    /// write took place.
    func write(_ request: APIRequest, on permits: Permits) async throws(OmniError) -> WriteAnswer {
        var progress = CallProgress(request)
        let (result, _) = await attempt(request, on: permits)
        guard let response = try conclude(result, &progress) else { throw failure(result, progress) }
        do {
            return try WriteAnswer(response.body)
        } catch {
            var unreadable = progress.error(.unreadableAnswer(status: response.status, .json(error)))
            unreadable.mayHaveBeenCarriedOut = true
            throw unreadable
        }
    }

    /// The same for a write whose body has two forms: one that is refused for its form goes out once in the other.
    func write(_ write: FormedWrite, on permits: Permits) async throws(OmniError) -> WriteAnswer {
        let turn = await forms.begin(write.kind)
        var (result, finding) = await attempt(write, in: turn.form, on: permits)
        if turn.mayProbe, case .failure(let refusal) = result, mayProbe(write.kind, after: refusal) {
            let other = await attempt(write, in: turn.form.other, on: permits)
            if !other.result.isRefusalOfForm { (result, finding) = other }
        }
        await forms.end(turn, with: finding)
        return try result.get()
    }

    /// A create that may have been carried out is not sent again in any form.
    private func mayProbe(_ kind: FormedWrite.Kind, after refusal: OmniError) -> Bool {
        FormRefusal.isAboutForm(refusal.kind) && (kind != .attach || !refusal.mayHaveBeenCarriedOut)
    }

    private func attempt(
        _ write: FormedWrite,
        in form: WireForm,
        on permits: Permits
    ) async -> (result: Result<WriteAnswer, OmniError>, finding: WireForms.Finding) {
        do {
            return (
                .success(try await self.write(try request(write, in: form), on: permits)), .accepted(form)
            )
        } catch {
            return (.failure(error), FormRefusal.isAboutContent(error.kind) ? .understood(form) : .nothing)
        }
    }

    private func request(_ write: FormedWrite, in form: WireForm) throws(OmniError) -> APIRequest {
        do {
            return try write.request(in: form)
        } catch {
            throw OmniError(call: write.call, attempts: 0, kind: .unsendable(value: error.text))
        }
    }
}

extension Result<WriteAnswer, OmniError> {
    /// Whether the form was refused and nothing else can have happened.
    fileprivate var isRefusalOfForm: Bool {
        guard case .failure(let error) = self, !error.mayHaveBeenCarriedOut else { return false }
        return FormRefusal.isAboutForm(error.kind)
    }
}
