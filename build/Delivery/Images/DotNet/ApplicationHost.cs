using System.Text;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>
/// Makes the executable that starts an application: the host of NuGet's host pack with the application's file name written into the place
/// that the SDK writes it to as well. So the image needs neither the dotnet command nor a publish per platform.
/// </summary>
internal static class ApplicationHost
{
    // the host's own marker: the SHA-256 of "foobar", followed by room up to 1024 bytes
    private static readonly byte[] Placeholder = "c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2"u8.ToArray();

    public static byte[] Bind(string template, string assemblyFile)
    {
        var host = File.ReadAllBytes(template);
        var at = host.AsSpan().IndexOf(Placeholder);
        if (at < 0)
        {
            throw new StepFailedException("BuildImages", template, "no place for the application's name", "the apphost of a Microsoft.NETCore.App.Host pack", "Check the version in deploy/images/dotnet/runtime.csproj.");
        }

        host.AsSpan(at, Placeholder.Length).Clear();
        Encoding.UTF8.GetBytes(assemblyFile).CopyTo(host, at);
        return host;
    }
}
