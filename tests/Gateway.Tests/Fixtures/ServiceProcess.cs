using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>A service of ours as a process of its own, stopped as Kubernetes does it.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Uri _management;

    private ServiceProcess(Process process, int port, int managementPort)
    {
        _process = process;
        Port = port;
        _management = new Uri($"http://127.0.0.1:{managementPort}");
        process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The port of its traffic.</summary>
    public int Port { get; }

    /// <summary>What it has written.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts the program with the settings of a test, but as it logs and drains when deployed, and returns when it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(Assembly program, IEnumerable<string> arguments)
    {
        var (port, management) = (FreePort.Take(), FreePort.Take());
        string[] own = [$"--Http:Port={port}", $"--Http:ManagementPort={management}"];
        var inherited = arguments.Where(argument => !argument.StartsWith("--Logging:", StringComparison.Ordinal) && !argument.StartsWith("--Http:", StringComparison.Ordinal));
        var process = Process.Start(new ProcessStartInfo("dotnet", [program.Location, .. inherited, "--Http:Address=127.0.0.1", .. own])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var service = new ServiceProcess(process, port, management);
        await service.UntilReadyAsync();
        return service;
    }

    /// <summary>Asks it to stop (SIGTERM); it goes on in its own time.</summary>
    public void AskToStop()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended, which must be in good order.</summary>
    public async Task UntilEndedAsync()
    {
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0, string.Join('\n', _lines));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task UntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = _management };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            _process.HasExited.ShouldBeFalse(string.Join('\n', _lines));
            try
            {
                if ((await client.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // it does not listen yet
            }

            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
