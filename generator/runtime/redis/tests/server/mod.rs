//! A server on loopback that speaks as much of the protocol of Redis as the tests need.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A reply to a command.
#[derive(Clone, Copy)]
pub(crate) enum Reply {
    Number(i64),
    Numbers(&'static [i64]),
    Error(&'static str),
}

type Handler = Arc<dyn Fn(&str) -> Option<Reply> + Send + Sync>;

/// A server, which stops when its runtime ends.
pub(crate) struct FakeRedis {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    commands: Vec<Vec<String>>,
    connections: Vec<JoinHandle<()>>,
}

impl FakeRedis {
    /// Starts a server that replies to each command with a function of its name; `None` is no reply.
    pub(crate) async fn start(reply: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static) -> Self {
        Self::start_on(0, reply).await
    }

    pub(crate) async fn start_on(port: u16, reply: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
        let port = listener.local_addr().expect("it listens").port();
        let (state, reply) = (Arc::<Mutex<State>>::default(), Arc::new(reply) as Handler);
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let connection = tokio::spawn(serve(stream, Arc::clone(&shared), Arc::clone(&reply)));
                lock(&shared).connections.push(connection);
            }
        });
        Self { port, state }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Returns the number of commands with this name.
    pub(crate) fn commands(&self, name: &str) -> usize {
        lock(&self.state).commands.iter().filter(|command| command[0] == name).count()
    }

    /// Returns the arguments of all commands that begin with a text.
    pub(crate) fn arguments(&self, prefix: &str) -> Vec<String> {
        let state = lock(&self.state);
        state.commands.iter().flatten().filter(|argument| argument.starts_with(prefix)).cloned().collect()
    }

    pub(crate) fn connections(&self) -> usize {
        lock(&self.state).connections.len()
    }

    pub(crate) fn close_connections(&self) {
        lock(&self.state).connections.iter().for_each(JoinHandle::abort);
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>, reply: Handler) {
    let mut stream = BufReader::new(stream);
    while let Some(command) = read(&mut stream).await {
        let text = match command[0].as_str() {
            // The client sends its name and version when it connects.
            "CLIENT" => Some("+OK\r\n".to_owned()),
            name => reply(name).map(|reply| match reply {
                Reply::Number(number) => format!(":{number}\r\n"),
                Reply::Numbers(numbers) => {
                    let items: String = numbers.iter().map(|number| format!(":{number}\r\n")).collect();
                    format!("*{}\r\n{items}", numbers.len())
                }
                Reply::Error(error) => format!("{error}\r\n"),
            }),
        };
        lock(&state).commands.push(command);
        if stream.write_all(text.unwrap_or_default().as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Reads a command: the number of its arguments, and each argument after its length.
async fn read(stream: &mut BufReader<TcpStream>) -> Option<Vec<String>> {
    let count = number(stream, '*').await?;
    let mut arguments = Vec::new();
    for _ in 0..count {
        let mut bytes = vec![0; number(stream, '$').await? + 2];
        stream.read_exact(&mut bytes).await.ok()?;
        arguments.push(String::from_utf8_lossy(&bytes).trim_end().to_owned());
    }
    Some(arguments)
}

async fn number(stream: &mut BufReader<TcpStream>, mark: char) -> Option<usize> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    line.trim_end().strip_prefix(mark)?.parse().ok()
}
