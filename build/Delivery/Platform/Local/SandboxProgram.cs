using System.Security.Cryptography;
using System.Text;

namespace SiteBuilder.Delivery.Platform.Local;

/// <summary>The sandbox program as the build compiled it, and its versioned copies.</summary>
/// <param name="BuiltFolder">Output folder of the sandbox project.</param>
public sealed record SandboxProgram(string BuiltFolder)
{
    private const string EntryAssembly = "SiteBuilder.Sandbox.dll";

    /// <summary>Hash over the files of the program, 16 hexadecimal digits.</summary>
    public string Version()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(BuiltFolder, "*", SearchOption.AllDirectories).Where(IsPart).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(BuiltFolder, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Copies the program into <paramref name="home"/> unless that version is there, and returns the assembly to start.</summary>
    public string CopyTo(SandboxHome home, string version)
    {
        var target = Path.Combine(home.Programs, version);
        if (!Directory.Exists(target))
        {
            // made under another name first: a copy that was cut short never counts as a version
            var partial = $"{target}.{Environment.ProcessId}";
            foreach (var file in Directory.EnumerateFiles(BuiltFolder, "*", SearchOption.AllDirectories).Where(IsPart))
            {
                var copy = Path.Combine(partial, Path.GetRelativePath(BuiltFolder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }

            Directory.Move(partial, target);
        }

        return Path.Combine(target, EntryAssembly);
    }

    private static bool IsPart(string file) => Path.GetExtension(file) is not (".pdb" or ".xml");
}
