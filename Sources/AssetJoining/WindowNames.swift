/// What browsers call their own things, as far as it begins with a small letter: all names of the
/// window and its prototypes in Chromium, as its console tells them, but for `on…`.
///
/// A variable of ours that has such a name keeps it, since other code may mean the window's.
enum WindowNames {
    static let all = Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))

    private static let text = """
        addEventListener alert atob blur btoa cancelAnimationFrame cancelIdleCallback
        captureEvents chrome clearInterval clearTimeout clientInformation close closed confirm
        console constructor crashReport createImageBitmap credentialless crossOriginIsolated
        crypto customElements decodeURI decodeURIComponent devicePixelRatio dispatchEvent
        document encodeURI encodeURIComponent escape eval event external fence fetch find focus
        frameElement frames getComputedStyle getSelection globalThis hasOwnProperty history
        indexedDB innerHeight innerWidth isFinite isNaN isPrototypeOf isSecureContext
        launchQueue length localStorage location locationbar matchMedia menubar moveBy moveTo
        name navigation navigator offscreenBuffering open opener origin originAgentCluster
        outerHeight outerWidth pageXOffset pageYOffset parent parseFloat parseInt performance
        personalbar postMessage print prompt propertyIsEnumerable queueMicrotask releaseEvents
        removeEventListener reportError requestAnimationFrame requestIdleCallback requestResize
        resizeBy resizeTo scheduler screen screenLeft screenTop screenX screenY scroll scrollBy
        scrollTo scrollX scrollY scrollbars self sessionStorage setInterval setTimeout
        speechSynthesis status statusbar stop structuredClone styleMedia toLocaleString toString
        toolbar top trustedTypes undefined unescape valueOf viewport visualViewport when window
        arguments NaN Infinity
        """
}
