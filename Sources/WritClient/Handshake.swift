internal import NIOCore
internal import NIOTLS

/// The beginning of an encrypted connection: nothing is sent before it has succeeded, so that its
/// own failure is the one that is told.
struct Handshake: Sendable {
  fileprivate let promise: EventLoopPromise<Void>

  init(_ channel: any Channel) { promise = channel.eventLoop.makePromise() }

  /// Waits until the connection is safe; a task that is cancelled closes it.
  func wait(_ channel: any Channel) async throws {
    try await withTaskCancellationHandler {
      try await promise.futureResult.get()
    } onCancel: {
      channel.close(promise: nil)
    }
  }
}

/// Hears how the handshake ended.
final class HandshakeHandler: ChannelInboundHandler {
  typealias InboundIn = NIOAny

  private let handshake: Handshake
  private var isOver = false

  init(_ handshake: Handshake) { self.handshake = handshake }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent, !isOver {
      isOver = true
      handshake.promise.succeed(())
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(error)
    context.fireErrorCaught(error)
  }

  func handlerRemoved(context: ChannelHandlerContext) { fail(ChannelError.eof) }

  private func fail(_ error: any Error) {
    guard !isOver else { return }
    isOver = true
    handshake.promise.fail(error)
  }
}
