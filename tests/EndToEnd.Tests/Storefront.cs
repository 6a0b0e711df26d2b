namespace SiteBuilder.EndToEnd.Tests;

/// <summary>The source of one service in the checkout, changed for a test and as it was afterwards.</summary>
internal sealed class Storefront : IAsyncDisposable
{
    private readonly string file;
    private readonly string before;

    public Storefront(Checkout checkout)
    {
        file = Path.Combine(checkout.Folder, "src", "Storefront", "Program.cs");
        before = File.ReadAllText(file);
    }

    /// <summary>Makes another image without another behaviour.</summary>
    public Task TouchAsync() =>
        File.WriteAllTextAsync(file, $"{before}{Environment.NewLine}internal static class Changed {{ public static string By => \"{Guid.NewGuid():n}\"; }}{Environment.NewLine}");

    /// <summary>Makes the service end as soon as it starts.</summary>
    public Task BreakAsync(string lastWords) =>
        File.WriteAllTextAsync(file, before.Replace("return await", $"Console.Error.WriteLine(\"{lastWords}\");{Environment.NewLine}Environment.Exit(7);{Environment.NewLine}return await", StringComparison.Ordinal));

    /// <summary>Makes the service never ready, and never end.</summary>
    public Task HangAsync() =>
        File.WriteAllTextAsync(file, before.Replace("return await", $"await Task.Delay(Timeout.Infinite);{Environment.NewLine}return await", StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await File.WriteAllTextAsync(file, before);
}
