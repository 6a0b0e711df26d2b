System.Console.WriteLine("composition follows");
