import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// The customer's page for browsers without scripts (CF-6): a plain form that leaves a letter.
struct PlainController: Sendable {
    let service: Service
    let words: PlainWords
    let sheets: [String]
    let clients: ClientAddress
    /// Letters that were left; for themselves, and few: nothing here costs a robot work.
    let letters: RateLimiter
    /// Of chats, letters and puzzles.
    let asks: RateLimiter
    /// Looks at public pages.
    let reads: RateLimiter

    init(
        service: Service, files: WebFiles, clients: ClientAddress, letters: RateLimiter,
        asks: RateLimiter, reads: RateLimiter
    ) {
        self.service = service
        self.clients = clients
        self.letters = letters
        self.asks = asks
        self.reads = reads
        words = PlainWords(files: files)
        sheets = PlainPage.sheets(of: files.text("customer/index.html") ?? "")
    }

    /// `GET /r/:token?plain`: the form; `?plain=thanks`: after a letter.
    func show(_ request: Request, token: String) async throws -> Response {
        do {
            let form = try await service.plainForm(roomToken: token)
            let page = page(form.entrance, request)
            if request.uri.queryParameters["plain"] == "thanks" { return thanks(page, token) }
            guard form.entrance.settings.contactForm.letterButton else { return off(page) }
            return letterForm(form, page, token).response()
        } catch let refusal as Refusal {
            return try gone(refusal, request)
        }
    }

    /// `POST /r/:token`: the letter.
    func leave(_ request: Request, context: FoyerContext) async throws -> Response {
        let token = try context.parameters.require("token")
        let address = clients.of(request.headers, peer: context.peer)
        // Before anything is read: a form shown again costs more than one that is looked at.
        if let seconds = reads.take(for: address) { return tooMany(seconds, request) }
        do {
            let fresh = try await service.plainForm(roomToken: token)
            let page = page(fresh.entrance, request)
            guard fresh.entrance.settings.contactForm.letterButton else { return off(page) }
            let sent: FormBody
            do {
                sent = try FormBody(try await request.bodyBytes())
            } catch is FormBody.Problem {
                return page.notice(
                    .badRequest, headline: page.words("broken.headline"),
                    body: page.words("error.notJSON"))
            }
            var form = letterForm(fresh, page, token, sent: sent)
            if let seconds = asks.take(for: address) ?? letters.take(for: address) {
                form.said = page.words.many("plain.tooMany", (seconds + 59) / 60)
                return form.response(.tooManyRequests, headers: [.retryAfter: String(seconds)])
            }
            // Taken beforehand, or many that come at once would all find one left.
            var isLeft = false
            defer { if !isLeft { letters.giveBack(to: address) } }
            let answer = try await leave(sent, form, token, request)
            isLeft = answer.status == .seeOther
            return answer
        } catch let refusal as Refusal {
            return try gone(refusal, request)
        }
    }

    private func leave(
        _ sent: FormBody, _ form: PlainLetterForm, _ token: String, _ request: Request
    ) async throws -> Response {
        var form = form
        let words = form.page.words
        guard sent.text(PlainLetterForm.trap).isEmpty else {
            form.said = words("plain.trapFilled")
            return form.response(.unprocessableContent)
        }
        do {
            let letter = try await service.leavePlainLetter(
                draft(sent, form.room, words, request), roomToken: token)
            guard letter != nil else {
                // The same form once more: it is old enough by then.
                form = form.keeping(challenge: sent.text(PlainLetterForm.challengeField))
                form.said = words("plain.tooQuick")
                return form.response(.unprocessableContent)
            }
        } catch Refusal.puzzleExpired {
            form.said = words("plain.expired")
            return form.response(.unprocessableContent)
        } catch Refusal.puzzleWrong {
            form.said = words("plain.expired")
            return form.response(.unprocessableContent)
        } catch let refusal as Refusal {
            guard let fault = words.fault(refusal),
                let place = form.fields.firstIndex(where: { $0.name == fault.field })
            else { throw refusal }
            form = form.keeping(challenge: sent.text(PlainLetterForm.challengeField))
            form.fields[place].error = fault.words
            // All that is missing at once: each way to the server takes time.
            for place in form.fields.indices where form.fields[place].isUnfilled {
                let missing = Refusal.fieldMissing(field: form.fields[place].name)
                form.fields[place].error = words.fault(missing)?.words
            }
            form.said = words("plain.wrong")
            return form.response(.unprocessableContent)
        }
        return Response(
            status: .seeOther, headers: [.location: "/r/\(token)?plain=thanks"])
    }

    private func draft(
        _ sent: FormBody, _ room: Entrance, _ words: PlainWords.Language, _ request: Request
    ) -> FormDraft {
        var draft = FormDraft()
        draft.custom = PlainField.answers(sent, to: room.settings.contactForm.customFields)
        draft.challenge = sent.text(PlainLetterForm.challengeField)
        draft.name = sent.text("name")
        draft.email = sent.text("email")
        draft.phone = sent.text("phone")
        draft.question = sent.text("question")
        draft.language = AcceptLanguage.first(request.headers[.acceptLanguage]) ?? words.name
        return draft
    }

    // MARK: Pages

    private func page(_ room: Entrance?, _ request: Request) -> PlainPage {
        let language = words.language(
            forced: room?.settings.contactForm.language.forced,
            accepted: request.headers[.acceptLanguage])
        return PlainPage(sheets: sheets, words: language, room: room)
    }

    private func letterForm(
        _ form: PlainForm, _ page: PlainPage, _ token: String, sent: FormBody? = nil
    ) -> PlainLetterForm {
        var fields = PlainField.all(of: form.entrance.settings.contactForm, in: page.words)
        for place in fields.indices { fields[place].value = sent?.text(fields[place].name) ?? "" }
        return PlainLetterForm(
            page: page, room: form.entrance, address: "/r/\(token)", challenge: form.challenge,
            formNumber: form.formNumber, fields: fields)
    }

    private func thanks(_ page: PlainPage, _ token: String) -> Response {
        let again = HTML.element(
            "a", ["class": "button large", "href": "/r/\(token)?plain"],
            text: page.words("letter.again"))
        return page.notice(
            headline: page.words("letter.headline"), body: page.words("letter.bodyNoEmail"),
            actions: [again])
    }

    /// The room takes no letters.
    private func off(_ page: PlainPage) -> Response {
        let chats = page.room?.settings.contactForm.chatButton == true
        return page.notice(
            .forbidden, headline: page.words("plain.offHeadline"),
            body: page.words(chats ? "plain.offButChats" : "form.subOff"))
    }

    private func tooMany(_ seconds: Int, _ request: Request) -> Response {
        let page = page(nil, request)
        var answer = page.notice(
            .tooManyRequests, headline: page.words("plain.tooManyHeadline"),
            body: page.words("error.tooManyRequests"))
        answer.headers[.retryAfter] = String(seconds)
        return answer
    }

    /// The link leads nowhere, or no longer.
    private func gone(_ refusal: Refusal, _ request: Request) throws -> Response {
        let page = page(nil, request)
        switch refusal {
        case .roomLinkUnknown:
            return page.notice(
                .notFound, headline: page.words("gone.headline"), body: page.words("gone.body"))
        case .roomLinkReplaced, .roomLinkEnded:
            return page.notice(
                .gone, headline: page.words("replaced.headline"),
                body: page.words("replaced.body"))
        case .actionOff: return off(page)
        default: throw refusal
        }
    }
}

extension PlainLetterForm {
    /// What was not spent yet is used once more, and its age counts on.
    fileprivate func keeping(challenge: String) -> PlainLetterForm {
        let number = PlainChallengeText.parse(challenge)?.0.formNumber ?? formNumber
        var kept = PlainLetterForm(
            page: page, room: room, address: address, challenge: challenge, formNumber: number,
            fields: fields)
        kept.said = said
        return kept
    }
}
