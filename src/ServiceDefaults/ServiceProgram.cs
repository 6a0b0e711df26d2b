using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.ServiceDefaults;

/// <summary>The outermost frame of a service's <c>Main</c>: a bad setting is one plain message, not a stack trace.</summary>
public static class ServiceProgram
{
    /// <summary>Runs <paramref name="main"/> and turns a <see cref="SettingsException"/> into a message and exit code 2.</summary>
    public static async Task<int> RunAsync(string service, Func<Task<int>> main)
    {
        try
        {
            return await main();
        }
        catch (SettingsException problem)
        {
            await Console.Error.WriteLineAsync($"{service}: {problem.Message}");
            return 2;
        }
    }
}
