namespace SiteBuilder.Delivery.Testing;

/// <summary>The filter expression of <c>dotnet test</c> for a choice of suites.</summary>
internal static class TestFilter
{
    /// <summary>Null where all suites run: no filter is the fastest.</summary>
    public static string? Of(IReadOnlyCollection<TestSuite> suites)
    {
        var chosen = suites.Distinct().Order().ToList();
        if (chosen.Count == Enum.GetValues<TestSuite>().Length)
        {
            return null;
        }

        // unit tests carry no trait, so with them in it is easier to say what is out
        return chosen.Contains(TestSuite.Unit)
            ? string.Join('&', Enum.GetValues<TestSuite>().Except(chosen).Select(s => $"Suite!={s}"))
            : string.Join('|', chosen.Select(s => $"Suite={s}"));
    }
}
