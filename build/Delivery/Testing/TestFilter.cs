using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Testing;

/// <summary>The filter options of <c>dotnet test</c> for a choice of suites.</summary>
internal static class TestFilter
{
    /// <summary>Empty where all suites run.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<TestSuite> suites)
    {
        var chosen = suites.Distinct().Order().ToList();
        if (chosen.Count == Enum.GetValues<TestSuite>().Length)
        {
            return [];
        }

        // unit tests carry no trait, so with them in it is easier to say what is out
        return chosen.Contains(TestSuite.Unit)
            ? ["--filter-not-trait", .. Enum.GetValues<TestSuite>().Except(chosen).Select(s => $"Suite={s}")]
            : ["--filter-trait", .. chosen.Select(s => $"Suite={s}")];
    }
}
