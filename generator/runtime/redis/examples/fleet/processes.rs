//! The Redis server and the processes of the fleet. They end when they are dropped.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use api_client_redis::redis;

use super::{PROCESSES, sleep};

/// A `redis-server` on a free port of loopback, which stores nothing on disk.
pub(crate) struct RedisServer {
    port: u16,
    folder: PathBuf,
    process: Option<Child>,
}

impl RedisServer {
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let folder = std::env::temp_dir().join(format!("fleet-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let mut server = Self { port, folder, process: None };
        server.restart().await?;
        Ok(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Starts the server with an empty store.
    pub(crate) async fn restart(&mut self) -> Result<(), Box<dyn Error>> {
        let mut command = Command::new("redis-server");
        command.args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        command.arg("--dir").arg(&self.folder).stdin(Stdio::null()).stdout(Stdio::null());
        self.process = Some(command.spawn().map_err(|error| format!("redis-server can't be started: {error}"))?);
        let client = redis::Client::open(self.url())?;
        for _ in 0..100 {
            if client.get_multiplexed_async_connection().await.is_ok() {
                return Ok(());
            }
            sleep(50).await;
        }
        Err("redis-server accepts no connection within 5 seconds".into())
    }

    /// Makes the server wait before it responds to each request.
    pub(crate) async fn pause(&self, time: Duration) -> redis::RedisResult<()> {
        let mut connection = redis::Client::open(self.url())?.get_multiplexed_async_connection().await?;
        let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        redis::cmd("CLIENT").arg("PAUSE").arg(millis).arg("ALL").exec_async(&mut connection).await
    }

    pub(crate) fn kill(&mut self) -> std::io::Result<()> {
        if let Some(mut process) = self.process.take() {
            process.kill()?;
            process.wait()?;
        }
        Ok(())
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Err(error) = self.kill().and_then(|()| fs::remove_dir_all(&self.folder)) {
            eprintln!("the Redis server was not cleaned up: {error}");
        }
    }
}

/// The processes of the fleet.
pub(crate) struct Fleet(Vec<Worker>);

struct Worker {
    process: Child,
    input: ChildStdin,
    /// The lines that the process printed.
    output: Arc<Mutex<Vec<String>>>,
}

impl Fleet {
    pub(crate) fn start(api: &str, redis: &str) -> Result<Self, Box<dyn Error>> {
        let program = std::env::current_exe()?;
        let workers = (0..PROCESSES).map(|name| {
            let mut command = Command::new(&program);
            command.args(["worker", &name.to_string(), api, redis]).stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut process = command.spawn()?;
            let input = process.stdin.take().ok_or("the process has no input")?;
            let lines = BufReader::new(process.stdout.take().ok_or("the process has no output")?).lines();
            let output = Arc::<Mutex<Vec<String>>>::default();
            let printed = Arc::clone(&output);
            std::thread::spawn(move || {
                for line in lines.map_while(Result::ok) {
                    printed.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                }
            });
            Ok(Worker { process, input, output })
        });
        workers.collect::<Result<_, _>>().map(Self)
    }

    /// Delivers a number of events to all processes at the same time. Returns how many deliveries a process reported as
    /// the first one.
    pub(crate) async fn firsts(&mut self, name: &str, events: usize) -> usize {
        let before = (self.count("first").iter().sum::<usize>(), self.count("duplicate").iter().sum::<usize>());
        for event in 0..events {
            self.send(&format!("event {name}-{event}"));
        }
        for _ in 0..100 {
            sleep(50).await;
            let first = self.count("first").iter().sum::<usize>() - before.0;
            let duplicate = self.count("duplicate").iter().sum::<usize>() - before.1;
            if first + duplicate == events * PROCESSES {
                return first;
            }
        }
        0
    }

    /// Returns the number of outages in the status of each process.
    pub(crate) async fn status(&mut self) -> Vec<usize> {
        self.send("status");
        sleep(500).await;
        let last = |worker: &Worker| worker.lines().last()?.strip_prefix("outages: ")?.parse().ok();
        self.0.iter().map(|worker| last(worker).unwrap_or_default()).collect()
    }

    /// Returns the number of lines of each process that begin with a text.
    pub(crate) fn count(&self, text: &str) -> Vec<usize> {
        self.0.iter().map(|worker| worker.lines().iter().filter(|line| line.starts_with(text)).count()).collect()
    }

    fn send(&mut self, command: &str) {
        for worker in &mut self.0 {
            if let Err(error) = writeln!(worker.input, "{command}") {
                eprintln!("a process does not read its input: {error}");
            }
        }
    }
}

impl Worker {
    fn lines(&self) -> Vec<String> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Err(error) = self.process.kill().and_then(|()| self.process.wait()) {
            eprintln!("a process was not stopped: {error}");
        }
    }
}
