//! A web server that counts what it does by every crate that `perseq-metrics` has an adapter to.
//!
//! `cargo run -p perseq-metrics-server -- 127.0.0.1:9464`, then `curl http://127.0.0.1:9464/jobs/3` and
//!
//! * `/metrics`: what was counted by `perseq-metrics` itself, and by `metrics`, `opentelemetry`, `tracing` and `tokio-metrics`;
//! * `/prometheus`: a registry of the crate `prometheus`, with its own counters of `PerCpuU64`, and all of `/metrics`;
//! * `/prometheus-client`: the same for the crate `prometheus-client`;
//! * `perseq stat server`: requests, from outside of this process.

use core::time::Duration;
use std::{
    sync::{Arc, LazyLock},
    time::Instant,
};

use axum::{
    Router,
    extract::{MatchedPath, Path, Request},
    http::{HeaderMap, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use opentelemetry::{KeyValue, global};
use perseq::{Counter, SignedCounter};
use perseq_metrics::{
    Description, Family, FineHistogram, Format, Registry, label_set,
    live::{Fine, InFile, Live, Options},
    metrics::Recorder,
    opentelemetry::MeterProvider,
    prometheus::{self as per_cpu, IntCounterVec},
    prometheus_client::{self as client, PerCpu},
    tracing::MetricsLayer,
};
use tracing_subscriber::layer::SubscriberExt;

label_set! {
    struct Answer { path: String, status: u16 }
}

/// The server's own metrics, which are in a file.
struct Http {
    open: Arc<InFile<SignedCounter>>,
    answers: Arc<Family<Answer, InFile<Counter>>>,
    took: Arc<InFile<FineHistogram>>,
}

/// Counted by the crate `prometheus`: its own type, with another number in it.
static LOOKUPS: LazyLock<IntCounterVec> = LazyLock::new(|| {
    let options = prometheus::Opts::new("cache_lookups", "Lookups in a cache");
    IntCounterVec::new(options, &["outcome"]).expect("the name and the label are valid")
});

/// Counted by the crate `prometheus-client`: its family, of one of our metrics.
type Sent = prometheus_client::metrics::family::Family<Vec<(&'static str, &'static str)>, PerCpu<Counter>>;
static SENT: LazyLock<Sent> = LazyLock::new(Sent::default);

/// A piece of work, which each crate counts in its own way.
async fn work(Path(pieces): Path<u64>) -> String {
    let kind = if pieces.is_multiple_of(2) { "even" } else { "odd" };
    metrics::counter!("jobs_total", "kind" => kind).increment(1);
    metrics::histogram!("job_size").record(pieces as f64);
    LOOKUPS.with_label_values(&[if pieces == 0 { "miss" } else { "hit" }]).inc();
    SENT.get_or_create(&vec![("kind", kind)]).add(pieces);
    tracing::info!(monotonic_counter.logins = 1, histogram.login_size = pieces, kind);
    MAILS.add(pieces, &[KeyValue::new("kind", kind)]);
    format!("{pieces} pieces\n")
}

static MAILS: LazyLock<opentelemetry::metrics::Counter<u64>> = LazyLock::new(|| {
    let meter = global::meter("server");
    meter.u64_counter("mails.sent").with_description("Mails that were sent").build()
});

/// Counts each answer, and the time to it.
async fn counted(http: &Http, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let began = Instant::now();
    http.open.inc();
    let answer = next.run(request).await;
    http.open.dec();
    http.took.record(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX));
    http.answers.of(&Answer { path, status: answer.status().as_u16() }).inc();
    answer
}

async fn scrape(registry: &Registry, headers: HeaderMap) -> impl IntoResponse + use<> {
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let format = Format::accepted(accepted.unwrap_or_default());
    ([(header::CONTENT_TYPE, format.content_type())], registry.text(format))
}

async fn scrape_prometheus() -> String {
    // As with any collector, what cannot be shown is in the answer.
    prometheus::TextEncoder::new()
        .encode_to_string(&prometheus::gather())
        .unwrap_or_else(|error| format!("# {error}\n"))
}

async fn scrape_client(registry: &prometheus_client::registry::Registry) -> impl IntoResponse + use<> {
    let mut text = String::new();
    if let Err(error) = prometheus_client::encoding::text::encode(&mut text, registry) {
        text = format!("# {error}\n");
    }
    ([(header::CONTENT_TYPE, Format::OpenMetrics.content_type())], text)
}

/// Makes the server's own metrics.
fn own(live: &Live) -> Result<Http, perseq_metrics::live::Error> {
    let open = Description::new("http_server_active_requests", "Requests being answered");
    let answers = Description::new("http_server_requests", "Requests that were answered");
    let took = Description::new("http_server_request_duration", "Time to an answer").unit("seconds");
    let nanoseconds = Fine { highest: 60_000_000_000, digits: 2, per_unit: 1e9 };
    Ok(Http {
        open: live.add(open, ())?,
        answers: live.add_family(answers, ())?,
        took: live.add(took, nanoseconds)?,
    })
}

/// Makes each crate's facade one of ours, and ours a part of each crate's registry.
fn register(
    ours: &'static Registry,
) -> Result<prometheus_client::registry::Registry, Box<dyn core::error::Error>> {
    Recorder::new(ours).bounds("job_size", &[1.0, 2.0, 5.0, 10.0])?.install()?;
    metrics::describe_counter!("jobs_total", "Jobs that were done");
    metrics::describe_histogram!("job_size", "Pieces of a job");
    global::set_meter_provider(MeterProvider::new(ours));
    let layer = MetricsLayer::new(ours).bounds("login_size", &[1.0, 2.0, 5.0, 10.0])?;
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))?;

    let theirs = prometheus::default_registry();
    theirs.register(Box::new(LOOKUPS.clone()))?;
    theirs.register(Box::new(per_cpu::Collected::new(ours)))?;
    let mut registry = prometheus_client::registry::Registry::default();
    registry.register("sent", "Pieces that were sent", SENT.clone());
    registry.register_collector(Box::new(client::Collected::new(ours)));
    Ok(registry)
}

async fn serve(address: &str) -> Result<(), Box<dyn core::error::Error>> {
    // As long as the process: facades want a registry that is.
    let live: &'static Live = Box::leak(Box::new(Live::create("server", Options::new())?));
    let http: &'static Http = Box::leak(Box::new(own(live)?));
    let registry: &'static _ = Box::leak(Box::new(register(live)?));
    tokio::spawn(
        tokio_metrics::RuntimeMetricsReporterBuilder::default()
            .with_interval(Duration::from_millis(500))
            .describe_and_run(),
    );
    let server = Router::new()
        .route("/jobs/{pieces}", get(work))
        .route("/metrics", get(move |headers| scrape(live, headers)))
        .route("/prometheus", get(scrape_prometheus))
        .route("/prometheus-client", get(move || scrape_client(registry)))
        .layer(from_fn(move |request, next| counted(http, request, next)));
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}/metrics", listener.local_addr()?);
    Ok(axum::serve(listener, server).await?)
}

fn main() -> Result<(), Box<dyn core::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or("127.0.0.1:9464".into());
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(&address))
}
