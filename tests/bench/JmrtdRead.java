import java.io.InputStream;
import java.math.BigInteger;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.TerminalFactory;
import net.sf.scuba.smartcards.CardService;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.smartcards.ResponseAPDU;
import org.jmrtd.BACKey;
import org.jmrtd.PACEKeySpec;
import org.jmrtd.PassportService;
import org.jmrtd.lds.CardAccessFile;
import org.jmrtd.lds.PACEInfo;
import org.jmrtd.lds.SecurityInfo;

/**
 * The independent reader in the same run: JMRTD on the same card and pcscd. Started by tests/bench/jmrtd.ts with
 * `java --class-path $JMRTD_JAR JmrtdRead.java READER NUMBER BIRTH EXPIRY RUNS BLOCK`; prints one line of JSON.
 */
public final class JmrtdRead {
  public static void main(String[] args) throws Exception {
    Security.addProvider((java.security.Provider)
        Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider").getDeclaredConstructor().newInstance());
    CardTerminal terminal = null;
    for (CardTerminal one : TerminalFactory.getDefault().terminals().list()) {
      if (one.getName().contains(args[0])) terminal = one;
    }
    if (terminal == null) throw new IllegalStateException("no reader " + args[0]);
    BACKey key = new BACKey(args[1], args[2], args[3]);
    int runs = Integer.parseInt(args[4]);
    int block = Integer.parseInt(args[5]);
    List<Double> speeds = new ArrayList<>();
    List<Double> accesses = new ArrayList<>();
    int bytes = 0;
    for (int run = 0; run < runs; run++) {
      PassportService service = new PassportService(new Wire(terminal), Math.max(256, block + 64), block, false, true);
      service.open();
      long begin = System.nanoTime();
      boolean pace = open(service, key);
      service.sendSelectApplet(pace);
      if (!pace) service.doBAC(key);
      long opened = System.nanoTime();
      bytes = drain(service.getInputStream(PassportService.EF_DG2, block));
      long end = System.nanoTime();
      accesses.add((opened - begin) / 1e6);
      speeds.add(bytes / ((end - opened) / 1e6));
      service.close();
    }
    List<Double> warm = new ArrayList<>(speeds.subList(Math.min(1, runs - 1), runs));
    List<Double> warmAccess = new ArrayList<>(accesses.subList(Math.min(1, runs - 1), runs));
    Collections.sort(warm);
    Collections.sort(warmAccess);
    System.out.printf(java.util.Locale.ROOT,
        "{\"bytes\":%d,\"firstKBs\":%.0f,\"warmKBs\":%.0f,\"bestKBs\":%.0f,\"accessFirstMs\":%.1f,\"accessWarmMs\":%.1f}%n",
        bytes, speeds.get(0), warm.get(warm.size() / 2), warm.get(warm.size() - 1), accesses.get(0),
        warmAccess.get(warmAccess.size() / 2));
    System.exit(0);
  }

  private static boolean open(PassportService service, BACKey key) throws Exception {
    CardAccessFile file;
    try {
      file = new CardAccessFile(service.getInputStream(PassportService.EF_CARD_ACCESS, 223));
    } catch (CardServiceException none) {
      return false;
    }
    for (SecurityInfo info : file.getSecurityInfos()) {
      if (!(info instanceof PACEInfo)) continue;
      PACEInfo pace = (PACEInfo) info;
      BigInteger id = pace.getParameterId();
      service.doPACE(PACEKeySpec.createMRZKey(key), pace.getObjectIdentifier(), PACEInfo.toParameterSpec(id), id);
      return true;
    }
    return false;
  }

  private static int drain(InputStream in) throws Exception {
    byte[] part = new byte[65536];
    int sum = 0;
    for (int n = in.read(part); n >= 0; n = in.read(part)) sum += n;
    return sum;
  }

  /** The card over javax.smartcardio, reset at the end, so that each run meets a fresh chip. */
  private static final class Wire extends CardService {
    private final CardTerminal terminal;
    private Card card;
    private CardChannel channel;

    Wire(CardTerminal terminal) {
      this.terminal = terminal;
    }

    @Override public void open() throws CardServiceException {
      try {
        card = terminal.connect("*");
        channel = card.getBasicChannel();
      } catch (CardException error) {
        throw new CardServiceException(error.getMessage());
      }
    }

    @Override public boolean isOpen() {
      return channel != null;
    }

    @Override public ResponseAPDU transmit(CommandAPDU command) throws CardServiceException {
      try {
        return new ResponseAPDU(channel.transmit(new javax.smartcardio.CommandAPDU(command.getBytes())).getBytes());
      } catch (CardException error) {
        throw new CardServiceException(error.getMessage());
      }
    }

    @Override public byte[] getATR() {
      return card.getATR().getBytes();
    }

    @Override public void close() {
      try {
        card.disconnect(true);
      } catch (CardException gone) {
        // Nothing is left to close.
      }
      channel = null;
    }

    @Override public boolean isConnectionLost(Exception error) {
      return false;
    }
  }
}
