using SiteBuilder.Delivery.Images.Hashing;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Testing;

/// <summary>The inputs of a test project: what it is compiled from, what it reads, which suites, which variables.</summary>
internal sealed class TestInputs(TestOptions options, FileHashes hashes)
{
    public Fingerprint Of(string project)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["suites"] = string.Join(' ', TestFilter.Of(options.Suites)),
            ["configuration"] = options.Configuration,
            ["coverage"] = options.Coverage.ToString(),
            ["installed SDKs"] = SdkVersions.Installed(),
            ["engine"] = File.Exists("/var/run/docker.sock").ToString(),
            ["scanner"] = MachineFacts.FindOnPath("trivy") ?? "",
        };
        foreach (var (name, value) in options.Environment)
        {
            inputs[$"variable {name}"] = value ?? "";
        }

        var files = new ProjectInputs(options.Root, hashes);
        files.Collect(project, inputs);
        foreach (var further in Further(project))
        {
            var path = Path.Combine(options.Root, further);
            if (Directory.Exists(path))
            {
                files.CollectFolder(path, inputs);
            }
            else if (File.Exists(path))
            {
                files.CollectFile(further, inputs);
            }
        }

        return new Fingerprint(inputs);
    }

    private IEnumerable<string> Further(string project) =>
        options.FurtherInputs.GetValueOrDefault("*", []).Concat(options.FurtherInputs.GetValueOrDefault(project, []));
}
