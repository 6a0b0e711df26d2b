using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Testing;

/// <summary>What a TRX file says: counts, and the failed tests by name.</summary>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed, ran into an error or a limit.</param>
/// <param name="Skipped">Tests that did not run.</param>
/// <param name="FailedTests">The failed ones, sorted by name.</param>
public sealed record TrxSummary(int Passed, int Failed, int Skipped, IReadOnlyList<FailedTest> FailedTests)
{
    private static readonly XNamespace Ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Nothing ran.</summary>
    public static TrxSummary Empty { get; } = new(0, 0, 0, []);

    /// <summary>Tests that ran.</summary>
    public int Ran => Passed + Failed;

    /// <summary>Both together.</summary>
    public static TrxSummary operator +(TrxSummary left, TrxSummary right) => Add(left, right);

    /// <summary>Both together.</summary>
    public static TrxSummary Add(TrxSummary left, TrxSummary right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped, [.. left.FailedTests.Concat(right.FailedTests).OrderBy(t => t.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Reads a TRX file.</summary>
    /// <exception cref="StepFailedException">The file is missing, or no TRX.</exception>
    public static TrxSummary Read(string path)
    {
        try
        {
            return From(XDocument.Load(path));
        }
        catch (Exception error) when (error is IOException or XmlException)
        {
            throw new StepFailedException("Test", path, $"no test results: {error.Message}", "a TRX file", "The test process may have been stopped; run the tests again.", error);
        }
    }

    /// <summary>The sum of all TRX files in a folder and below.</summary>
    public static TrxSummary ReadAll(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.trx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read).Aggregate(Empty, Add) : Empty;

    /// <summary>The line that CI prints last.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");

    // counted from the results themselves: the counters of a TRX leave skipped tests at zero in some loggers
    private static TrxSummary From(XDocument trx)
    {
        var results = trx.Descendants(Ns + "UnitTestResult").ToList();
        int Count(params string[] outcomes) => results.Count(r => outcomes.Contains(r.Attribute("outcome")?.Value));
        var failed = results.Where(r => r.Attribute("outcome")?.Value is "Failed" or "Error" or "Timeout" or "Aborted").ToList();
        return new TrxSummary(Count("Passed"), failed.Count, Count("NotExecuted", "Inconclusive", "Pending"), [.. failed.Select(Failure).OrderBy(t => t.Name, StringComparer.Ordinal)]);
    }

    private static FailedTest Failure(XElement result)
    {
        var error = result.Element(Ns + "Output")?.Element(Ns + "ErrorInfo");
        return new FailedTest(result.Attribute("testName")?.Value ?? "", error?.Element(Ns + "Message")?.Value ?? "", error?.Element(Ns + "StackTrace")?.Value);
    }
}
