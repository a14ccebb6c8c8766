/// How long a request may take where time is not what a test is about.
///
/// The tests share a few threads: what waits for an answer may go on only when others are done,
/// which is minutes later on a slow machine.
let ample = 600.0
