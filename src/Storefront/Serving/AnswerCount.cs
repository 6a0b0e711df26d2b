using Prometheus;

namespace SiteBuilder.Storefront.Serving;

/// <summary>Counts where answers came from.</summary>
internal sealed class AnswerCount(CollectorRegistry registry)
{
    private readonly Counter _answers = Metrics.WithCustomRegistry(registry).CreateCounter(
        "storefront_answers_total", "Where answers came from: a 'copy' by Publisher, 'sites', 'last-good' while Sites is away, or 'nowhere'.", ["source"]);

    public void Of(string source) => _answers.WithLabels(source).Inc();
}
