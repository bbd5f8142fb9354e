import HTTPTransport

extension Session {
    /// Carries out a write and reads its answer. Whatever is wrong with an answer of success leaves in doubt
    /// whether the write took place.
    func write(
        _ request: APIRequest,
        using reservation: Reservation?,
        after check: WriteCheck?
    ) async throws(OmniError) -> WriteAnswer {
        let (response, progress) = try await answer(to: request, using: reservation, after: check)
        do {
            return try WriteAnswer(response.body)
        } catch {
            throw progress.error(.unreadableAnswer(status: response.status, .json(error)), isInDoubt: true)
        }
    }

    /// The same for a write whose body has two forms: one that is refused for its form goes out once in the other.
    func write(
        _ write: FormedWrite,
        using reservation: Reservation?,
        after check: WriteCheck?
    ) async throws(OmniError) -> WriteAnswer {
        let turn = await forms.begin(write.kind, holdsPlaces: reservation != nil)
        var (result, finding) = await attempt(write, in: turn.form, using: reservation, after: check)
        if turn.mayProbe, case .failure(let refusal) = result, mayProbe(write.kind, after: refusal) {
            let other = await attempt(write, in: turn.form.other, using: reservation, after: check)
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
        using reservation: Reservation?,
        after check: WriteCheck?
    ) async -> (result: Result<WriteAnswer, OmniError>, finding: WireForms.Finding) {
        do {
            let request = try request(write, in: form)
            return (
                .success(try await self.write(request, using: reservation, after: check)), .accepted(form)
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
