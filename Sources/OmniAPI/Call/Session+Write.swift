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
        let answer: WriteAnswer
        do {
            answer = try WriteAnswer(response.body)
        } catch {
            throw progress.error(.unreadableAnswer(status: response.status, .json(error)), isInDoubt: true)
        }
        guard answer.isSuccess else {
            let detail = ErrorAnswer.detail(response.body, hiding: token)
            throw progress.error(.refused(status: response.status, detail: detail), isInDoubt: true)
        }
        return answer
    }

    /// The same for a write whose body has two forms: one that is refused for its form goes out once in the other.
    func write(
        _ write: FormedWrite,
        using reservation: Reservation?,
        after check: WriteCheck?
    ) async throws(OmniError) -> WriteAnswer {
        let turn = await forms.begin(write.kind, holdsPlaces: reservation != nil)
        var (result, finding) = await attempt(write, in: turn.form, using: reservation, after: check)
        if turn.mayProbe, case .failure(let refusal) = result, FormRefusal.isAboutForm(refusal.kind) {
            let other = await attempt(write, in: turn.form.other, using: reservation, after: check)
            if !other.result.isRefusalOfForm { (result, finding) = other }
        }
        await forms.end(turn, with: finding)
        return try result.get()
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
    fileprivate var isRefusalOfForm: Bool {
        guard case .failure(let error) = self else { return false }
        return FormRefusal.isAboutForm(error.kind)
    }
}
