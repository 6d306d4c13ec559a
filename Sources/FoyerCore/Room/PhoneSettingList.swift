extension RoomSettings {
    static let phoneFields: [SettingField] = [
        .text("phones.agentRole", charactersMax: 60, \.phones.agentRole),
        .flag("phones.textButton.customer", \.phones.textButton.customer),
        .flag("phones.textButton.agent", \.phones.textButton.agent),
        .flag("phones.voiceButton.customer", \.phones.voiceButton.customer).waiting(for: "CALL-1"),
        .flag("phones.voiceButton.agent", \.phones.voiceButton.agent).waiting(for: "CALL-1"),
        .flag("phones.videoButton.customer", \.phones.videoButton.customer).waiting(for: "CALL-1"),
        .flag("phones.videoButton.agent", \.phones.videoButton.agent).waiting(for: "CALL-1"),
        .flag("phones.screenSharing.customer", \.phones.screenSharing.customer).waiting(
            for: "CALL-1"),
        .flag("phones.screenSharing.agent", \.phones.screenSharing.agent).waiting(for: "CALL-1"),
        .flag("phones.fullScreenVideo.customer", \.phones.fullScreenVideo.customer).waiting(
            for: "CALL-1"),
        .flag("phones.fullScreenVideo.agent", \.phones.fullScreenVideo.agent).waiting(
            for: "CALL-1"),
        .flag("phones.videoRecording", \.phones.videoRecording).waiting(for: "CALL-3"),
        .flag("phones.remoteControl", \.phones.remoteControl).waiting(for: "CALL-4"),
        .flag("phones.conference", \.phones.conference).waiting(for: "CALL-5"),
        .flag("phones.startTimer", \.phones.startTimer).waiting(for: "CHG-3"),
        .flag("phones.stopTimer", \.phones.stopTimer).waiting(for: "CHG-3"),
        .flag("phones.hidePreview", \.phones.hidePreview),
        .flag("phones.simultaneousChats", \.phones.simultaneousChats),
        .number("phones.maxChats", 1...Limit.maxChatsMax, \.phones.maxChats),
        .number("phones.lostConnectionSeconds", 1...3_600, \.phones.lostConnectionSeconds),
    ]
}
