using System.Globalization;
using Prometheus;

namespace SiteBuilder.ServiceDefaults.Metrics;

/// <summary>Rate, errors and duration of requests per route and brand: one histogram tells all three.</summary>
internal sealed class RequestMetrics(CollectorRegistry registry)
{
    private readonly Histogram _duration = Prometheus.Metrics.WithCustomRegistry(registry).CreateHistogram(
        "http_request_duration_seconds",
        "Time from the first byte of a request to the end of its answer.",
        ["method", "route", "status", "brand"],
        new HistogramConfiguration { Buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public void Record(string method, string route, int status, string brand, TimeSpan duration) =>
        _duration.WithLabels(method, route, status.ToString(CultureInfo.InvariantCulture), brand).Observe(duration.TotalSeconds);
}
