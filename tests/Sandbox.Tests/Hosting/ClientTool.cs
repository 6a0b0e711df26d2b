using System.ComponentModel;
using System.Diagnostics;

namespace SiteBuilder.Sandbox.Tests.Hosting;

/// <summary>A client of Kubernetes that people use, run against a sandbox.</summary>
/// <param name="name">The program on PATH, such as kubectl.</param>
internal sealed class ClientTool(string name, string kubeconfig)
{
    /// <summary>Skips the test where the program is not on PATH.</summary>
    public void Need()
    {
        try
        {
            Run(name == "kubectl" ? ["version", "--client"] : ["version"]).Code.ShouldBe(0);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{name} is not on PATH");
        }
    }

    /// <summary>The output of a run that must succeed.</summary>
    public string Do(params string[] arguments)
    {
        var (code, output) = Run(arguments);
        code.ShouldBe(0, $"{name} {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    public (int Code, string Output) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["KUBECACHEDIR"] = Path.Combine(Path.GetDirectoryName(kubeconfig)!, "cache");
        start.Environment["HELM_CACHE_HOME"] = Path.Combine(Path.GetDirectoryName(kubeconfig)!, "helm");
        start.Environment["KUBE_EDITOR"] = "sed -i s/tier:/level:/";
        return Process.Start(start)!;
    }
}
